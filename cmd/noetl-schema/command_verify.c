#include <inttypes.h>

#include "app/verify/verify.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

static void
append_schema(struct text *text, const struct verify_schema_report *report)
{
	const struct managed_schema *schema = report->schema;

	cleanup_memory char *verdict =
		report->broken_count > 0
			? memory_format("%zu broken", report->broken_count)
			: memory_format("as expected (%zu definitions)", report->expected_count);

	printable_append_line(text, "%s: schema \"%s\" in database \"%s\": %s", schema->source,
	                      schema->name, schema->database, verdict);
}

static void
append_finding(struct text *text, const struct finding *finding)
{
	/* A note confirms what was expected, so its text says it already. */
	bool is_expected = finding->expected != NULL && finding->class != FINDING_NOTE;

	printable_append_line(text, "%-9s  %s: %s%s%s%s", finding_class_name(finding->class),
	                      finding->object, is_expected ? "expected " : "",
	                      is_expected ? finding->expected : "", is_expected ? "; found " : "",
	                      finding->found);
	if (finding->hint != NULL && finding->class != FINDING_BROKEN)
		printable_append_line(text, "           hint: %s", finding->hint);
}

/* Two bundles of one database report the same about it and about its owner. */
static bool
is_told_before(const struct finding_list *findings, size_t index)
{
	for (size_t before = 0; before < index; before++)
	{
		if (finding_says_the_same(&findings->items[before], &findings->items[index]))
			return true;
	}
	return false;
}

/* Differences first, notes last. */
static void
append_verify_text(struct text *text, const struct verify_report *report, const char *schema)
{
	if (schema != NULL)
		printable_append_line(text, "target %s:", schema);
	for (size_t index = 0; index < report->schemas.count; index++)
		append_schema(text, &report->schema_reports[index]);
	for (enum finding_class class = FINDING_BROKEN; class <= FINDING_NOTE; class ++)
	{
		for (size_t index = 0; index < report->findings.count; index++)
		{
			if (report->findings.items[index].class == class &&
			    !is_told_before(&report->findings, index))
				append_finding(text, &report->findings.items[index]);
		}
	}
}

static void
append_verified_schema_json(struct text *json, const struct verify_schema_report *report)
{
	const struct managed_schema *schema = report->schema;

	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "bundle", schema->bundle);
	json_append_text_member(json, "source", schema->source);
	json_append_text_member(json, "database", schema->database);
	json_append_text_member(json, "schema", schema->name);
	json_append_number_member(json, "version", schema->version);
	json_append_number_member(json, "recorded_version", report->recorded_version);
	json_append_number_member(json, "promised_count", (int64_t)report->expected_count);
	json_append_number_member(json, "broken_count", (int64_t)report->broken_count);
	text_append_char(json, '}');
}

static void
append_finding_json(struct text *json, const struct finding *finding)
{
	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "class", finding_class_name(finding->class));
	json_append_text_member(json, "source", finding->source);
	json_append_text_member(json, "object", finding->object);
	json_append_text_member(json, "promised", finding->expected);
	json_append_text_member(json, "found", finding->found);
	json_append_lines_member(json, "hint", finding->hint);
	text_append_char(json, '}');
}

static void
append_verify_json(struct text *json, const struct verify_report *report, const char *schema)
{
	size_t broken_count = finding_list_count(&report->findings, FINDING_BROKEN);

	text_append_char(json, '{');
	if (schema != NULL)
		json_append_text_member(json, "target", schema);
	json_append_truth_member(json, "is_as_promised", broken_count == 0);
	json_append_number_member(json, "broken_count", (int64_t)broken_count);
	json_append_name(json, "targets");
	text_append_char(json, '[');
	for (size_t index = 0; index < report->schemas.count; index++)
		append_verified_schema_json(json, &report->schema_reports[index]);
	text_append(json, "\n]");
	json_append_name(json, "findings");
	text_append_char(json, '[');
	for (size_t index = 0; index < report->findings.count; index++)
		append_finding_json(json, &report->findings.items[index]);
	text_append(json, "\n]}\n");
}

bool
command_verify(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const struct selection selection = command_line_selection(line, context->application->settings);
	cleanup_verify_report struct verify_report report = {0};
	cleanup_text struct text text = TEXT_EMPTY;
	const char *schema = settings_text(context->application->settings, SETTING_TARGET);

	if (!verify(context->application, &selection, &report, failure))
		return false;
	if (output_is_json(context->application->settings))
		append_verify_json(&text, &report, schema);
	else
		append_verify_text(&text, &report, schema);
	return output_write(&text, failure) && verify_judge(&report, failure);
}
