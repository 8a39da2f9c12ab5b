#ifndef ADAPTER_SETTINGS_SETTINGS_YAML_H
#define ADAPTER_SETTINGS_SETTINGS_YAML_H

/*
 * YAML from a user: its errors become problems of the settings, with name and line
 * (adapter/yaml/yaml_stream.h).
 */

#include <stdbool.h>
#include <stddef.h>

#include "adapter/yaml/yaml_stream.h"
#include "domain/settings.h"

struct settings_yaml
{
	const char *name; /* as problems have it */
	const char *bytes;
	size_t length_bytes;
	struct settings *settings;
	void *context;
	void (*visit)(void *context, yaml_document_t *document);
};

/* False if the YAML is bad, or a stop signal came. */
bool settings_yaml_visit(const struct settings_yaml *yaml);

#endif
