#include "adapter/yaml/yaml_node.h"

#include <stddef.h>
#include <string.h>

/* Lines of libyaml count from 0. */
unsigned long
yaml_node_line(const yaml_node_t *node)
{
	return (unsigned long)node->start_mark.line + 1;
}

const char *
yaml_node_text(const yaml_node_t *node)
{
	if (node == NULL || node->type != YAML_SCALAR_NODE)
		return NULL;

	const char *text = (const char *)node->data.scalar.value;

	return strlen(text) == node->data.scalar.length ? text : NULL;
}

yaml_node_t *
yaml_node_member(yaml_document_t *document, const yaml_node_t *mapping, const char *key)
{
	if (mapping == NULL || mapping->type != YAML_MAPPING_NODE)
		return NULL;
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const char *name = yaml_node_text(yaml_document_get_node(document, pair->key));

		if (name != NULL && strcmp(name, key) == 0)
			return yaml_document_get_node(document, pair->value);
	}
	return NULL;
}

const yaml_node_t *
yaml_node_find_nul(const yaml_document_t *document)
{
	for (const yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_SCALAR_NODE && yaml_node_text(node) == NULL)
			return node;
	}
	return NULL;
}
