#ifndef DOMAIN_ERD_DIAGRAM_TEXT_H
#define DOMAIN_ERD_DIAGRAM_TEXT_H

#include "base/text.h"
#include "domain/erd/diagram.h"

/* As a terminal shows it: a box for each table, and below it what it refers to. */
void diagram_append_text(struct text *text, const struct diagram *diagram);

#endif
