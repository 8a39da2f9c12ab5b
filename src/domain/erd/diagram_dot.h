#ifndef DOMAIN_ERD_DIAGRAM_DOT_H
#define DOMAIN_ERD_DIAGRAM_DOT_H

#include "base/text.h"
#include "domain/erd/diagram.h"

/* In the language of Graphviz. All its names are the program's own; what others chose is in labels. */
void diagram_append_dot(struct text *text, const struct diagram *diagram);

#endif
