#include "domain/erd/diagram_format.h"

#include <string.h>

#include "base/count_of.h"
#include "domain/erd/diagram_dot.h"
#include "domain/erd/diagram_mermaid.h"
#include "domain/erd/diagram_text.h"

static const struct diagram_format formats[] = {
	{"text", false, diagram_append_text},
	{"mermaid", false, diagram_append_mermaid},
	{"dot", false, diagram_append_dot},
	{"svg", true, diagram_append_dot},
};

const struct diagram_format *
diagram_format_find(const char *name)
{
	for (size_t index = 0; index < COUNT_OF(formats); index++)
	{
		if (strcmp(formats[index].name, name) == 0)
			return &formats[index];
	}
	return NULL;
}
