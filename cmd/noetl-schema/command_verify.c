#include <inttypes.h>

#include "app/verify.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "command.h"
#include "command_line.h"
#include "output.h"

static void
append_target(struct text *text, const struct verify_target_report *report)
{
	const struct target *target = report->target;

	cleanup_memory char *verdict =
		report->broken_count > 0
			? memory_format("%zu broken", report->broken_count)
			: memory_format("as promised (%zu definitions)", report->promised_count);

	printable_append_line(text, "%s: schema \"%s\" in database \"%s\": %s", target->source,
	                      target->schema, target->database, verdict);
}

static void
append_finding(struct text *text, const struct finding *finding)
{
	bool is_promised = finding->promised != NULL;

	printable_append_line(text, "%-9s  %s: %s%s%s%s", finding_class_name(finding->class),
	                      finding->object, is_promised ? "promised " : "",
	                      is_promised ? finding->promised : "", is_promised ? "; found " : "",
	                      finding->found);
	if (finding->hint != NULL && finding->class != FINDING_BROKEN)
		printable_append_line(text, "           hint: %s", finding->hint);
}

/* Two bundles of one database say the same of it and of its owner. */
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

/* What is broken first, what is only noted last. */
static void
append_text(struct text *text, const struct verify_report *report, const char *target)
{
	if (target != NULL)
		printable_append_line(text, "target %s:", target);
	for (size_t index = 0; index < report->targets.count; index++)
		append_target(text, &report->target_reports[index]);
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
append_target_json(struct text *json, const struct verify_target_report *report)
{
	const struct target *target = report->target;

	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "bundle", target->bundle);
	json_append_text_member(json, "source", target->source);
	json_append_text_member(json, "database", target->database);
	json_append_text_member(json, "schema", target->schema);
	json_append_number_member(json, "version", target->version);
	json_append_number_member(json, "recorded_version", report->recorded_version);
	json_append_number_member(json, "promised_count", (int64_t)report->promised_count);
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
	json_append_text_member(json, "promised", finding->promised);
	json_append_text_member(json, "found", finding->found);
	json_append_lines_member(json, "hint", finding->hint);
	text_append_char(json, '}');
}

static void
append_json(struct text *json, const struct verify_report *report, const char *target)
{
	size_t broken_count = finding_list_count(&report->findings, FINDING_BROKEN);

	text_append_char(json, '{');
	if (target != NULL)
		json_append_text_member(json, "target", target);
	json_append_truth_member(json, "is_as_promised", broken_count == 0);
	json_append_number_member(json, "broken_count", (int64_t)broken_count);
	json_append_name(json, "targets");
	text_append_char(json, '[');
	for (size_t index = 0; index < report->targets.count; index++)
		append_target_json(json, &report->target_reports[index]);
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
	const struct verify_request request = {
		.bundles = line->arguments,
		.bundle_count = line->argument_count,
		.files = line->files,
		.file_count = line->file_count,
	};
	cleanup_verify_report struct verify_report report = {0};
	cleanup_text struct text text = TEXT_EMPTY;
	const char *target = settings_text(context->application->settings, SETTING_TARGET);

	if (!verify(context->application, &request, &report, failure))
		return false;
	if (output_is_json(context->application->settings))
		append_json(&text, &report, target);
	else
		append_text(&text, &report, target);
	return output_write(&text, failure) && verify_judge(&report, failure);
}
