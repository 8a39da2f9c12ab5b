#ifndef DOMAIN_ERD_DIAGRAM_FORMAT_H
#define DOMAIN_ERD_DIAGRAM_FORMAT_H

/*
 * The forms in which a diagram is written.
 */

#include <stdbool.h>

#include "base/text.h"
#include "domain/erd/diagram.h"

struct diagram_format
{
	const char *name;
	bool is_drawn; /* what is appended is the language of Graphviz, which draws it */
	void (*append)(struct text *text, const struct diagram *diagram);
};

/* NULL if there is none of that name. */
const struct diagram_format *diagram_format_find(const char *name);

#endif
