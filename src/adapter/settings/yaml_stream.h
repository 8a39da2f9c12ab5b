#ifndef ADAPTER_SETTINGS_YAML_STREAM_H
#define ADAPTER_SETTINGS_YAML_STREAM_H

/*
 * The documents of a YAML stream that a person gave, one after the other.
 *
 * What is wrong with the YAML itself is added to the settings as a problem, with
 * name and line. Scalars are wiped before their memory is released: they may be
 * passwords.
 */

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "domain/settings.h"

struct yaml_stream
{
	const char *name; /* as problems have it */
	const char *bytes;
	size_t length_bytes;
	struct settings *settings;
	void *context;
	void (*visit)(void *context, yaml_document_t *document);
};

/* False if the YAML is bad, or too big; what came before the bad place was visited. */
bool yaml_stream_visit(const struct yaml_stream *stream);

/* From 1. */
unsigned long yaml_node_line(const yaml_node_t *node);

/* NULL for what is no scalar, for a scalar that a NUL would cut short, and for NULL. */
const char *yaml_node_text(const yaml_node_t *node);

/* The value of a key in a mapping; NULL if there is none, or no mapping. */
yaml_node_t *yaml_node_member(yaml_document_t *document, const yaml_node_t *mapping,
                              const char *key);

#endif
