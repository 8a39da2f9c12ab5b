#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/verify/status.h"
#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/time_text.h"
#include "command.h"
#include "command_line.h"
#include "domain/postponed.h"
#include "output.h"
#include "text_table.h"

enum
{
	DEFAULT_RUN_LIMIT = 10,
	MS_A_SECOND = 1000
};

static void
append_postponed(struct text *text, const struct status_schema *state)
{
	cleanup_text struct text words = TEXT_EMPTY;

	if (state->postponed.count == 0)
		return;
	postponed_append_words(&state->postponed, &words);
	printable_append_line(text, "%s, schema \"%s\" in database \"%s\", %s", state->schema->source,
	                      state->schema->name, state->schema->database, text_bytes(&words));
}

static void
append_states(struct text *text, const struct status_report *report)
{
	cleanup_text_table struct text_table table = {.column_count = 5};

	text_table_add_row(&table,
	                   (const char *const[]){"BUNDLE", "DATABASE", "SCHEMA", "VERSION", "STATE"});
	for (size_t i = 0; i < report->schemas.count; i++)
	{
		const struct status_schema *state = &report->states[i];
		const struct observed_state *observed = &state->observed;
		cleanup_memory char *version = observed->is_recorded
		                                   ? memory_format("%" PRId64, observed->recorded_version)
		                                   : memory_copy_text("-");

		text_table_add_row(&table,
		                   (const char *const[]){state->schema->is_file ? state->schema->source
		                                                                : state->schema->bundle,
		                                         state->schema->database, state->schema->name,
		                                         version, schema_state_words(state->state)});
	}
	text_table_append(&table, text);
	for (size_t i = 0; i < report->schemas.count; i++)
		append_postponed(text, &report->states[i]);
}

static void
append_runs(struct text *text, const struct status_ledger *ledger)
{
	cleanup_text_table struct text_table table = {.column_count = 7};

	text_append_char(text, '\n');
	printable_append_line(text,
	                      "Last runs recorded in database \"%s\", ledger \"%s\":", ledger->database,
	                      ledger->schema);
	text_table_add_row(&table, (const char *const[]){"FINISHED", "SOURCE", "SCHEMA", "OUTCOME",
	                                                 "VERSION", "DURATION", "NOTE"});
	for (size_t i = 0; i < ledger->runs.count; i++)
	{
		const struct run_record *run = &ledger->runs.items[i];
		char finished[TIME_TEXT_BYTES];
		int64_t duration_ms = run->finished_ms - run->started_ms;
		cleanup_memory char *version = memory_format("%" PRId64, run->version);
		cleanup_memory char *duration = memory_format(
			"%" PRId64 ".%03" PRId64 " s", duration_ms / MS_A_SECOND, duration_ms % MS_A_SECOND);

		time_text(run->finished_ms, TIME_SECONDS, finished);
		text_table_add_row(&table, (const char *const[]){finished, run->source, run->schema,
		                                                 run->outcome, version, duration,
		                                                 run->note != NULL ? run->note : ""});
	}
	text_table_append(&table, text);
}

static void
append_state_json(struct text *json, const struct status_schema *state)
{
	const struct managed_schema *schema = state->schema;
	const struct observed_state *observed = &state->observed;

	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "bundle", schema->bundle);
	json_append_text_member(json, "source", schema->source);
	json_append_text_member(json, "database", schema->database);
	json_append_text_member(json, "schema", schema->name);
	json_append_text_member(json, "owner", schema->owner);
	json_append_number_member(json, "version", schema->version);
	json_append_text_member(json, "state", schema_state_name(state->state));
	json_append_truth_member(json, "schema_exists", observed->schema_exists);
	json_append_truth_member(json, "is_recorded", observed->is_recorded);
	if (observed->is_recorded)
	{
		json_append_number_member(json, "recorded_version", observed->recorded_version);
		json_append_text_member(json, "recorded_run", observed->recorded_run);
		json_append_truth_member(json, "fingerprint_is_as_recorded",
		                         strcmp(observed->recorded_fingerprint, observed->fingerprint) ==
		                             0);
	}
	json_append_truth_member(json, "partition_is_due", observed->partition_is_due);
	json_append_texts_member(json, "postponed", state->postponed.items, state->postponed.count);
	text_append_char(json, '}');
}

static void
append_run_json(struct text *json, const struct status_ledger *ledger, const struct run_record *run)
{
	char started[TIME_TEXT_BYTES];
	char finished[TIME_TEXT_BYTES];

	time_text(run->started_ms, TIME_SECONDS, started);
	time_text(run->finished_ms, TIME_SECONDS, finished);
	json_append_separator(json);
	text_append(json, "\n{");
	json_append_text_member(json, "run", run->run);
	json_append_text_member(json, "database", ledger->database);
	json_append_text_member(json, "ledger", ledger->schema);
	json_append_text_member(json, "source", run->source);
	json_append_text_member(json, "schema", run->schema);
	json_append_text_member(json, "outcome", run->outcome);
	json_append_number_member(json, "version", run->version);
	json_append_number_member(json, "statement_count", run->statement_count);
	json_append_text_member(json, "tool_version", run->tool_version);
	json_append_text_member(json, "session_role", run->session_role);
	json_append_text_member(json, "started", started);
	json_append_text_member(json, "finished", finished);
	json_append_number_member(json, "duration_ms", run->finished_ms - run->started_ms);
	json_append_text_member(json, "note", run->note);
	text_append_char(json, '}');
}

static void
append_status_json(struct text *json, const struct status_report *report)
{
	text_append(json, "{\"targets\":[");
	for (size_t i = 0; i < report->schemas.count; i++)
		append_state_json(json, &report->states[i]);
	text_append(json, "\n],\"runs\":[");
	for (size_t i = 0; i < report->ledger_count; i++)
	{
		const struct status_ledger *ledger = &report->ledgers[i];

		for (size_t j = 0; j < ledger->runs.count; j++)
			append_run_json(json, ledger, &ledger->runs.items[j]);
	}
	text_append(json, "\n]}\n");
}

static void
append_status_text(struct text *text, const struct status_report *report)
{
	append_states(text, report);
	for (size_t i = 0; i < report->ledger_count; i++)
	{
		if (report->ledgers[i].runs.count > 0)
			append_runs(text, &report->ledgers[i]);
	}
}

bool
command_status(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	const struct status_request request = {
		.selection = command_line_selection(line, context->application->settings),
		.run_limit = (int)command_line_number(line, OPTION_LIMIT, DEFAULT_RUN_LIMIT),
	};
	cleanup_status_report struct status_report report = {0};
	cleanup_text struct text text = TEXT_EMPTY;

	if (!status_read(context->application, &request, &report, failure))
		return false;
	if (output_is_json(context->application->settings))
		append_status_json(&text, &report);
	else
		append_status_text(&text, &report);
	return output_write(&text, failure);
}
