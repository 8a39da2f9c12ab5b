#include "adapter/yaml/yaml_struct.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/yaml/yaml_node.h"
#include "base/memory.h"

enum
{
	DECIMAL = 10,
	FIELD_LIMIT = 32 /* more than any struct of a bundle has */
};

bool
yaml_reader_fail(struct yaml_reader *reader, const yaml_node_t *node, const char *problem,
                 const char *what)
{
	return fail(reader->failure, FAILURE_BUG, "cannot read %s:%lu: %s \"%s\"", reader->path,
	            yaml_node_line(node), problem, what);
}

static bool
want_scalar(struct yaml_reader *reader, const yaml_node_t *node, const char **text)
{
	*text = yaml_node_text(node);
	if (*text == NULL || (*text)[0] == '\0')
		return yaml_reader_fail(reader, node, "expected", "a value");
	return true;
}

static size_t
find_field(const struct yaml_field *fields, const char *name)
{
	size_t index = 0;

	while (fields[index].name != NULL && strcmp(fields[index].name, name) != 0)
		index++;
	return index;
}

static bool
read_pair(struct yaml_reader *reader, const yaml_node_pair_t *pair, const struct yaml_field *fields,
          bool was_read[FIELD_LIMIT], void *object)
{
	const yaml_node_t *key = yaml_document_get_node(reader->document, pair->key);
	const yaml_node_t *value = yaml_document_get_node(reader->document, pair->value);
	const char *name = NULL;

	if (!want_scalar(reader, key, &name))
		return false;

	size_t index = find_field(fields, name);

	if (fields[index].name == NULL)
		return yaml_reader_fail(reader, key, "unknown key", name);
	was_read[index] = true;
	return fields[index].read(reader, value, (char *)object + fields[index].offset);
}

bool
yaml_read_struct(struct yaml_reader *reader, const yaml_node_t *node,
                 const struct yaml_field *fields, void *object)
{
	bool was_read[FIELD_LIMIT] = {false};

	if (node->type != YAML_MAPPING_NODE)
		return yaml_reader_fail(reader, node, "expected", "key: value");
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++)
		if (!read_pair(reader, pair, fields, was_read, object))
			return false;
	for (size_t index = 0; fields[index].name != NULL; index++)
		if (fields[index].is_required && !was_read[index])
			return yaml_reader_fail(reader, node, "missing key", fields[index].name);
	return true;
}

bool
yaml_read_text(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	const char *text = NULL;

	if (!want_scalar(reader, node, &text))
		return false;
	*(char **)member = memory_copy_text(text);
	return true;
}

bool
yaml_read_flag(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	const char *text = NULL;

	if (!want_scalar(reader, node, &text))
		return false;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return yaml_reader_fail(reader, node, "expected true or false, not", text);
	*(bool *)member = text[0] == 't';
	return true;
}

bool
yaml_read_number(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	const char *text = NULL;
	char *end = NULL;

	if (!want_scalar(reader, node, &text))
		return false;
	errno = 0;

	long long number = strtoll(text, &end, DECIMAL);

	if (errno != 0 || *end != '\0' || number < 1)
		return yaml_reader_fail(reader, node, "expected a positive number, not", text);
	*(int64_t *)member = number;
	return true;
}

bool
yaml_read_count(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	int64_t number = 0;

	if (!yaml_read_number(reader, node, &number))
		return false;
	if (number > INT_MAX)
		return yaml_reader_fail(reader, node, "too large a number:", yaml_node_text(node));
	*(int *)member = (int)number;
	return true;
}

bool
yaml_read_word(struct yaml_reader *reader, const yaml_node_t *node, const char *const *words,
               int *value)
{
	const char *text = NULL;
	int index = 0;

	if (!want_scalar(reader, node, &text))
		return false;
	while (words[index] != NULL && strcmp(words[index], text) != 0)
		index++;
	if (words[index] == NULL)
		return yaml_reader_fail(reader, node, "unknown word", text);
	*value = index;
	return true;
}

bool
yaml_read_list(struct yaml_reader *reader, const yaml_node_t *node, const struct yaml_list *list,
               void *items_and_count)
{
	if (node->type != YAML_SEQUENCE_NODE)
		return yaml_reader_fail(reader, node, "expected", "a list");

	const yaml_node_item_t *start = node->data.sequence.items.start;
	size_t count = (size_t)(node->data.sequence.items.top - start);
	char *items = memory_allocate(count, list->item_bytes);

	/* The members' pointer has a type of its own, so it is written as bytes; zeroed items can be freed. */
	memcpy(items_and_count, &items, sizeof items);
	memcpy((char *)items_and_count + sizeof items, &count, sizeof count);
	for (size_t index = 0; index < count; index++)
		if (!list->read_item(reader, yaml_document_get_node(reader->document, start[index]),
		                     items + index * list->item_bytes))
			return false;
	return true;
}
