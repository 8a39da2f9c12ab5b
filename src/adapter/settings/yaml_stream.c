#include "adapter/settings/yaml_stream.h"

#include <string.h>

#include "base/cleanup.h"

enum
{
	ANCHOR_COUNT = 100, /* libyaml compares each with every other */
	NODE_COUNT = 100000,
	DEPTH = 100 /* libyaml looks at all that are open for each token */
};

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

/* Passwords stay in libyaml's memory otherwise, until somebody gets that memory. */
static void
wipe_scalars(const yaml_document_t *document)
{
	for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_SCALAR_NODE)
			explicit_bzero(node->data.scalar.value, node->data.scalar.length);
	}
}

/* The parser's copies of the text, raw and as UTF-8. */
static void
wipe_and_delete_parser(yaml_parser_t *parser)
{
	explicit_bzero(parser->raw_buffer.start,
	               (size_t)(parser->raw_buffer.end - parser->raw_buffer.start));
	explicit_bzero(parser->buffer.start, (size_t)(parser->buffer.end - parser->buffer.start));
	yaml_parser_delete(parser);
}

/* What libyaml says of a tab, or of a password without quotes, tells neither. */
static const char *
explain(const char *problem)
{
	if (problem == NULL)
		return "memory ran out";
	if (strcmp(problem, "found character that cannot start any token") == 0)
		return "a tab, or a value that begins with @, % or `: indent by spaces, put the value in "
			   "quotes";
	return problem;
}

static void
add_yaml_problem(const struct yaml_stream *stream, const yaml_parser_t *parser)
{
	unsigned long line = (unsigned long)parser->problem_mark.line + 1;

	settings_add_problem(stream->settings, "%s:%lu: not YAML: %s", stream->name, line,
	                     explain(parser->problem));
}

static bool
has_anchor(const yaml_event_t *event)
{
	return (event->type == YAML_SCALAR_EVENT && event->data.scalar.anchor != NULL) ||
	       (event->type == YAML_SEQUENCE_START_EVENT &&
	        event->data.sequence_start.anchor != NULL) ||
	       (event->type == YAML_MAPPING_START_EVENT && event->data.mapping_start.anchor != NULL);
}

static int
depth_change(yaml_event_type_t type)
{
	bool opens = type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT;
	bool closes = type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT;

	return (int)opens - (int)closes;
}

/*
 * Walks over the stream once without keeping anything, since the cost of loading
 * it grows with the square of its anchors and of its depth.
 */
static bool
is_bounded(const struct yaml_stream *stream, yaml_parser_t *parser)
{
	size_t anchor_count = 0;
	size_t node_count = 0;
	int depth = 0;

	for (;;)
	{
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event))
		{
			add_yaml_problem(stream, parser);
			return false;
		}

		yaml_event_type_t type = event.type;

		anchor_count += has_anchor(&event);
		depth += depth_change(type);
		if (type == YAML_SCALAR_EVENT)
			explicit_bzero(event.data.scalar.value, event.data.scalar.length);
		yaml_event_delete(&event);
		if (anchor_count > ANCHOR_COUNT || ++node_count > NODE_COUNT || depth > DEPTH)
		{
			settings_add_problem(stream->settings,
			                     "%s: more than %d anchors, %d values or %d levels: split it into "
			                     "several files",
			                     stream->name, ANCHOR_COUNT, NODE_COUNT, DEPTH);
			return false;
		}
		if (type == YAML_STREAM_END_EVENT)
			return true;
	}
}

static bool
visit_documents(const struct yaml_stream *stream, yaml_parser_t *parser)
{
	for (;;)
	{
		yaml_document_t document;

		if (!yaml_parser_load(parser, &document))
		{
			add_yaml_problem(stream, parser);
			return false;
		}

		bool is_end = yaml_document_get_root_node(&document) == NULL;

		if (!is_end)
			stream->visit(stream->context, &document);
		wipe_scalars(&document);
		yaml_document_delete(&document);
		if (is_end)
			return true;
	}
}

bool
yaml_stream_visit(const struct yaml_stream *stream)
{
	cleanup_(wipe_and_delete_parser) yaml_parser_t first;
	cleanup_(wipe_and_delete_parser) yaml_parser_t second;

	(void)yaml_parser_initialize(&first);
	(void)yaml_parser_initialize(&second);
	yaml_parser_set_input_string(&first, (const unsigned char *)stream->bytes,
	                             stream->length_bytes);
	yaml_parser_set_input_string(&second, (const unsigned char *)stream->bytes,
	                             stream->length_bytes);
	return is_bounded(stream, &first) && visit_documents(stream, &second);
}
