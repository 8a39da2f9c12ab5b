#ifndef ADAPTER_YAML_YAML_STRUCT_H
#define ADAPTER_YAML_YAML_STRUCT_H

/*
 * Reads a YAML document into structs, by tables of fields.
 *
 * Strict: unknown keys, missing required ones and values of another
 * form are failures (FAILURE_BUG) that name file and line. What was read before a
 * failure stays in the struct and is freed by its owner.
 */

#include <stdbool.h>
#include <stddef.h>

#include <yaml.h>

#include "base/failure.h"

struct yaml_reader
{
	const char *path;
	yaml_document_t *document;
	struct failure *failure;
};

struct yaml_field
{
	const char *name;
	bool is_required;
	size_t offset; /* of the member in the struct */
	bool (*read)(struct yaml_reader *reader, const yaml_node_t *node, void *member);
};

bool yaml_reader_fail(struct yaml_reader *reader, const yaml_node_t *node, const char *problem,
                      const char *what);

/* The struct begins zeroed, or with its defaults. */
bool yaml_read_struct(struct yaml_reader *reader, const yaml_node_t *node,
                      const struct yaml_field *fields, void *object);

/* char * */
bool yaml_read_text(struct yaml_reader *reader, const yaml_node_t *node, void *member);
/* bool: true or false */
bool yaml_read_flag(struct yaml_reader *reader, const yaml_node_t *node, void *member);
/* int64_t and int, 1 or more */
bool yaml_read_number(struct yaml_reader *reader, const yaml_node_t *node, void *member);
bool yaml_read_count(struct yaml_reader *reader, const yaml_node_t *node, void *member);
/* An enum without gaps, by its words; NULL ends them. */
bool yaml_read_word(struct yaml_reader *reader, const yaml_node_t *node, const char *const *words,
                    int *value);

/* A sequence of structs: two members, the items and their count behind one another. */
struct yaml_list
{
	size_t item_bytes;
	bool (*read_item)(struct yaml_reader *reader, const yaml_node_t *node, void *item);
};
bool yaml_read_list(struct yaml_reader *reader, const yaml_node_t *node,
                    const struct yaml_list *list, void *items_and_count);

#endif
