#ifndef DOMAIN_ERD_DIAGRAM_MERMAID_H
#define DOMAIN_ERD_DIAGRAM_MERMAID_H

#include "base/text.h"
#include "domain/erd/diagram.h"

enum
{
	/* What Mermaid draws unless the page that it is on allows more (its setting maxTextSize). */
	DIAGRAM_MERMAID_BYTES = 50000
};

/*
 * As an erDiagram of Mermaid 10 or later. Its words have no other characters than letters, digits
 * and underscores; what had any is told in the comment behind them.
 */
void diagram_append_mermaid(struct text *text, const struct diagram *diagram);

#endif
