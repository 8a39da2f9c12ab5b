#include "adapter/yaml/yaml_duplicate.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/yaml/yaml_node.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/text.h"

enum
{
	SHOWN_BYTES = 80 /* enough to recognise a key by */
};

struct mapping_key
{
	const yaml_node_t *node;
	const char *text;
};

/* By text, equal texts by place, so that the second one comes after the first. */
static int
compare_keys(const void *left, const void *right)
{
	const struct mapping_key *first = left;
	const struct mapping_key *second = right;
	size_t first_index = first->node->start_mark.index;
	size_t second_index = second->node->start_mark.index;
	int order = strcmp(first->text, second->text);

	return order != 0 ? order : (first_index > second_index) - (first_index < second_index);
}

static size_t
collect_keys(yaml_document_t *document, const yaml_node_t *mapping, struct mapping_key *keys)
{
	size_t count = 0;

	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const yaml_node_t *key = yaml_document_get_node(document, pair->key);

		if (yaml_node_text(key) != NULL)
			keys[count++] = (struct mapping_key){key, yaml_node_text(key)};
	}
	return count;
}

/* Where duplicates are reported. */
struct duplicate_report
{
	yaml_report report;
	void *context;
};

static void
report_key(const struct duplicate_report *to, const struct mapping_key *key)
{
	size_t length_bytes = strlen(key->text);
	cleanup_text struct text problem = TEXT_EMPTY;

	printable_append_bytes(&problem, key->text,
	                       length_bytes < SHOWN_BYTES ? length_bytes : SHOWN_BYTES);
	text_append(&problem, length_bytes > SHOWN_BYTES ? "... is there twice" : " is there twice");
	to->report(to->context, yaml_node_line(key->node), text_bytes(&problem));
}

static bool
report_mapping(const struct duplicate_report *to, yaml_document_t *document,
               const yaml_node_t *mapping)
{
	const yaml_node_pair_t *start = mapping->data.mapping.pairs.start;
	size_t pair_count = (size_t)(mapping->data.mapping.pairs.top - start);
	cleanup_memory struct mapping_key *keys = memory_allocate(pair_count + 1, sizeof *keys);
	size_t count = collect_keys(document, mapping, keys);
	bool is_good = true;

	qsort(keys, count, sizeof *keys, compare_keys);
	for (size_t index = 1; index < count; index++)
	{
		if (strcmp(keys[index - 1].text, keys[index].text) != 0)
			continue;
		report_key(to, &keys[index]);
		is_good = false;
	}
	return is_good;
}

bool
yaml_duplicate_report(yaml_document_t *document, yaml_report report, void *context)
{
	struct duplicate_report to = {report, context};
	bool is_good = true;

	for (const yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_MAPPING_NODE)
			is_good = report_mapping(&to, document, node) && is_good;
	}
	return is_good;
}
