#include "adapter/yaml/yaml_stream.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	ANCHOR_COUNT = 100, /* libyaml compares each with every other */
	VALUE_COUNT = 100000,
	DEPTH = 100 /* libyaml checks all that are open for each token */
};

/* What was seen of a stream so far. */
struct yaml_tally
{
	size_t anchor_count;
	size_t value_count;
	int depth;
	bool expects_value; /* after "-", "?" or ":" */
	bool has_tag_directive;
};

/* Passwords would otherwise stay in libyaml's freed memory until it is reused. */
static void
wipe_scalars(const yaml_document_t *document)
{
	for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_SCALAR_NODE)
			explicit_bzero(node->data.scalar.value, node->data.scalar.length);
	}
}

void
yaml_stream_release(yaml_document_t *document)
{
	wipe_scalars(document);
	yaml_document_delete(document);
}

/* libyaml's message for a tab, or for a password without quotes, names neither. */
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

/* Lines of libyaml count from 0. */
static bool
report_parser(const struct yaml_stream *stream, const yaml_parser_t *parser)
{
	unsigned long line = (unsigned long)parser->problem_mark.line + 1;
	cleanup_memory char *problem = memory_format("not YAML: %s", explain(parser->problem));

	stream->report(stream->context, line, problem);
	return false;
}

static bool
begins_value(yaml_token_type_t type)
{
	static const yaml_token_type_t beginnings[] = {
		YAML_SCALAR_TOKEN,
		YAML_ALIAS_TOKEN,
		YAML_ANCHOR_TOKEN,
		YAML_TAG_TOKEN,
		YAML_BLOCK_SEQUENCE_START_TOKEN,
		YAML_BLOCK_MAPPING_START_TOKEN,
		YAML_FLOW_SEQUENCE_START_TOKEN,
		YAML_FLOW_MAPPING_START_TOKEN,
	};

	for (size_t index = 0; index < COUNT_OF(beginnings); index++)
	{
		if (beginnings[index] == type)
			return true;
	}
	return false;
}

static void
count_token(struct yaml_tally *tally, yaml_token_type_t type)
{
	/* An absent value counts as a value. */
	if (tally->expects_value && !begins_value(type))
		tally->value_count++;
	tally->expects_value =
		type == YAML_BLOCK_ENTRY_TOKEN || type == YAML_KEY_TOKEN || type == YAML_VALUE_TOKEN;
	switch (type)
	{
		case YAML_TAG_DIRECTIVE_TOKEN:
			tally->has_tag_directive = true;
			break;
		case YAML_ANCHOR_TOKEN:
			tally->anchor_count++;
			break;
		case YAML_SCALAR_TOKEN:
		case YAML_ALIAS_TOKEN:
		case YAML_DOCUMENT_START_TOKEN:
			tally->value_count++;
			break;
		case YAML_BLOCK_SEQUENCE_START_TOKEN:
		case YAML_BLOCK_MAPPING_START_TOKEN:
		case YAML_FLOW_SEQUENCE_START_TOKEN:
		case YAML_FLOW_MAPPING_START_TOKEN:
			tally->value_count++;
			tally->depth++;
			break;
		case YAML_BLOCK_END_TOKEN:
		case YAML_FLOW_SEQUENCE_END_TOKEN:
		case YAML_FLOW_MAPPING_END_TOKEN:
			tally->depth--;
			break;
		default:
			break;
	}
}

/* Which limit the stream exceeds, in words for a person; NULL: none so far. The caller frees it. */
static char *
find_excess(const struct yaml_tally *tally)
{
	if (tally->has_tag_directive)
		return memory_copy_text("%TAG is not supported: write tags out, or leave them out");
	if (tally->anchor_count > ANCHOR_COUNT || tally->value_count > VALUE_COUNT ||
	    tally->depth > DEPTH)
		return memory_format("more than %d anchors, %d values or %d levels: split it into several "
		                     "files",
		                     ANCHOR_COUNT, VALUE_COUNT, DEPTH);
	return NULL;
}

/*
 * Reads all tokens once without keeping anything. Tokens rather than events: libyaml compares each
 * directive with every other one before it gives the first event of a document.
 */
static bool
is_bounded(const struct yaml_stream *stream, yaml_parser_t *parser)
{
	struct yaml_tally tally = {0};
	cleanup_memory char *excess = NULL;

	while (!stop_signal_was_received())
	{
		yaml_token_t token;

		if (!yaml_parser_scan(parser, &token))
			return report_parser(stream, parser);

		yaml_token_type_t type = token.type;
		unsigned long line = (unsigned long)token.start_mark.line + 1;

		if (type == YAML_SCALAR_TOKEN)
			explicit_bzero(token.data.scalar.value, token.data.scalar.length);
		yaml_token_delete(&token);
		if (type == YAML_STREAM_END_TOKEN)
			return true;
		count_token(&tally, type);
		excess = find_excess(&tally);
		if (excess != NULL)
		{
			stream->report(stream->context, line, excess);
			return false;
		}
	}
	return false;
}

static bool
load_document(const struct yaml_stream *stream, yaml_parser_t *parser, yaml_document_t *document)
{
	return yaml_parser_load(parser, document) != 0 || report_parser(stream, parser);
}

static bool
visit_documents(const struct yaml_stream *stream, yaml_parser_t *parser)
{
	bool is_good = true;
	bool is_end = false;

	while (!is_end)
	{
		yaml_document_t document;

		if (stop_signal_was_received() || !load_document(stream, parser, &document))
			return false;
		is_end = yaml_document_get_root_node(&document) == NULL;
		if (!is_end)
		{
			is_good = yaml_duplicate_report(&document, stream->report, stream->context) && is_good;
			stream->visit(stream->context, &document);
		}
		yaml_stream_release(&document);
	}
	return is_good;
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

static void
start(const struct yaml_stream *stream, yaml_parser_t *parser)
{
	(void)yaml_parser_initialize(parser);
	yaml_parser_set_input_string(parser, (const unsigned char *)stream->bytes,
	                             stream->length_bytes);
}

static bool
check_bounds(const struct yaml_stream *stream)
{
	cleanup_(wipe_and_delete_parser) yaml_parser_t parser;

	start(stream, &parser);
	return is_bounded(stream, &parser);
}

bool
yaml_stream_visit(const struct yaml_stream *stream)
{
	cleanup_(wipe_and_delete_parser) yaml_parser_t parser;

	start(stream, &parser);
	return check_bounds(stream) && visit_documents(stream, &parser);
}

bool
yaml_stream_load(const struct yaml_stream *stream, yaml_document_t *document)
{
	cleanup_(wipe_and_delete_parser) yaml_parser_t parser;

	start(stream, &parser);
	if (!check_bounds(stream) || !load_document(stream, &parser, document))
		return false;
	if (yaml_duplicate_report(document, stream->report, stream->context))
		return true;
	yaml_stream_release(document);
	return false;
}
