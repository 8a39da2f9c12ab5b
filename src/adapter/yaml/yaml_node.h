#ifndef ADAPTER_YAML_YAML_NODE_H
#define ADAPTER_YAML_YAML_NODE_H

#include <yaml.h>

/* From 1. */
unsigned long yaml_node_line(const yaml_node_t *node);

/* NULL for what is no scalar, for a scalar that a NUL would cut short, and for NULL. */
const char *yaml_node_text(const yaml_node_t *node);

/* The value of a key in a mapping; NULL if there is none, or no mapping, and for NULL. */
yaml_node_t *yaml_node_member(yaml_document_t *document, const yaml_node_t *mapping,
                              const char *key);

/* The first scalar that holds a NUL; NULL if none does. */
const yaml_node_t *yaml_node_find_nul(const yaml_document_t *document);

#endif
