#include "adapter/kubernetes/status_document.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/end_reason.h"
#include "adapter/kubernetes/fleet_status.h"
#include "adapter/kubernetes/status_verdict.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "domain/source_name.h"

enum
{
	STATUS_SCHEMA_VERSION = 1,
	/* Kubernetes: a ConfigMap's key has at most 253 bytes. */
	KEY_LIMIT_BYTES = 253,
	POSTPONED_KEPT = 50
};

struct phase_duration
{
	enum run_phase phase;
	int64_t duration_ms;
};

struct status_document
{
	const struct pod_identity *identity;
	char *key;
	enum run_phase phase;
	enum run_outcome outcome;
	char *bundle;
	char *source;
	char *database;
	char *schema;
	char *checksum;
	char *fingerprint_before;
	char *fingerprint_after;
	char *message;
	char *tool_version;
	struct name_list postponed;
	char *targets; /* member of that name, of a run over many; else NULL */
	int64_t version;
	int64_t statement_count;
	int64_t object_count;
	int64_t attempt_count;
	int64_t started_unix_ms;
	int64_t updated_unix_ms;
	int64_t phase_since_unix_ms;
	struct phase_duration phases[RUN_PHASE_COUNT]; /* in the order in which they began */
	size_t phase_count;
	bool has_ended;
	int exit_status;
	struct failure failure;
};

/*
 * "DATABASE.BUNDLE", or "DATABASE.file.NAME": a file may be called like a bundle. A key may hold
 * letters, digits, '-', '_' and '.': any other character of a name becomes '_'.
 */
static char *
make_key(const struct run_report *report)
{
	if (report->fleet != NULL)
		return fleet_status_key(report->fleet);

	const char *colon = strchr(report->source, ':');
	bool is_file = strncmp(report->source, SOURCE_OF_FILE, strlen(SOURCE_OF_FILE)) == 0;
	char *key = memory_format("%.120s.%s%.120s", report->database, is_file ? "file." : "",
	                          colon != NULL ? colon + 1 : report->source);

	for (char *at = key; *at != '\0'; at++)
	{
		if (isalnum((unsigned char)*at) == 0 && strchr("-_.", *at) == NULL)
			*at = '_';
	}
	return key;
}

static void
replace(char **text, const char *value)
{
	if (value == NULL)
		return;
	free(*text);
	*text = memory_copy_text(value);
}

struct status_document *
status_document_new(const struct run_report *report, const struct pod_identity *identity)
{
	struct status_document *document = memory_allocate(1, sizeof *document);

	document->identity = identity;
	document->key = make_key(report);
	document->started_unix_ms = report->started_unix_ms;
	document->phase_since_unix_ms = report->started_unix_ms;
	return document;
}

void
status_document_free(struct status_document *document)
{
	if (document == NULL)
		return;
	free(document->key);
	free(document->bundle);
	free(document->source);
	free(document->database);
	free(document->schema);
	free(document->checksum);
	free(document->fingerprint_before);
	free(document->fingerprint_after);
	free(document->message);
	free(document->tool_version);
	free(document->targets);
	name_list_free(&document->postponed);
	free(document);
}

const char *
status_document_key(const struct status_document *document)
{
	return document->key;
}

const char *
status_document_reason(const struct status_document *document)
{
	enum failure_kind kind = document->failure.kind;

	return kind != FAILURE_NONE ? end_reason(kind) : run_phase_name(document->phase);
}

bool
status_document_is_about(const struct status_document *document, const struct run_report *report)
{
	if (report->fleet != NULL || document->targets != NULL)
		return report->fleet != NULL && document->targets != NULL;
	return strcmp(document->database, report->database) == 0 &&
	       strcmp(document->source, report->source) == 0;
}

/* Adds the time since the last change of phase to the phase that ends now. */
static void
close_phase(struct status_document *document, int64_t now_unix_ms)
{
	int64_t duration_ms = now_unix_ms - document->phase_since_unix_ms;
	size_t index = 0;

	document->phase_since_unix_ms = now_unix_ms;
	if (document->phase == PHASE_NONE)
		return;
	while (index < document->phase_count && document->phases[index].phase != document->phase)
		index++;
	if (index == document->phase_count)
		document->phases[document->phase_count++].phase = document->phase;
	document->phases[index].duration_ms += duration_ms;
}

/* Copied at once: the tally may be gone when the program ends. */
static void
take_targets(struct status_document *document, const struct fleet_tally *tally)
{
	cleanup_text struct text member = TEXT_EMPTY;

	if (tally == NULL)
		return;
	fleet_status_append(&member, tally);
	replace(&document->targets, text_bytes(&member));
}

/* Copied at once, as the targets are. The last report of a schema tells it. */
static void
take_postponed(struct status_document *document, const struct name_list *postponed)
{
	name_list_free(&document->postponed);
	for (size_t index = 0; postponed != NULL && index < postponed->count && index < POSTPONED_KEPT;
	     index++)
		name_list_append(&document->postponed, postponed->items[index]);
}

void
status_document_update(struct status_document *document, const struct run_report *report)
{
	if (document->phase != report->phase)
		close_phase(document, report->now_unix_ms);
	document->phase = report->phase;
	if (report->outcome != OUTCOME_NONE)
		document->outcome = report->outcome;
	replace(&document->bundle, report->bundle);
	replace(&document->source, report->source);
	replace(&document->database, report->database);
	replace(&document->schema, report->schema);
	replace(&document->checksum, report->checksum);
	replace(&document->fingerprint_before, report->fingerprint_before);
	replace(&document->fingerprint_after, report->fingerprint_after);
	replace(&document->message, report->message);
	replace(&document->tool_version, report->tool_version);
	take_targets(document, report->fleet);
	take_postponed(document, report->postponed);
	document->version = report->version;
	document->statement_count = report->statement_count;
	document->object_count = report->object_count;
	document->attempt_count = report->attempt_count;
	document->updated_unix_ms = report->now_unix_ms;
}

void
status_document_end(struct status_document *document, const struct run_end *end)
{
	close_phase(document, end->now_unix_ms);
	document->has_ended = true;
	document->exit_status = end->exit_status;
	document->updated_unix_ms = end->now_unix_ms;
	if (end->failure == NULL)
		return;
	document->failure = *end->failure;
	document->phase = PHASE_FAILED;
	replace(&document->message, end->failure->message);
}

void
status_document_renew(struct status_document *document, int64_t now_unix_ms)
{
	document->updated_unix_ms = now_unix_ms;
}

static void
append_time(struct text *json, const char *name, int64_t unix_ms)
{
	char time[TIME_TEXT_BYTES];

	time_text(unix_ms, TIME_SECONDS, time);
	json_append_text_member(json, name, unix_ms > 0 ? time : NULL);
}

static void
append_phases(const struct status_document *document, struct text *json)
{
	json_append_name(json, "durationsMs");
	text_append_char(json, '{');
	for (size_t index = 0; index < document->phase_count; index++)
		json_append_number_member(json, run_phase_name(document->phases[index].phase),
		                          document->phases[index].duration_ms);
	text_append_char(json, '}');
}

static const char *
text_or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static void
append_error(const struct status_document *document, struct text *json)
{
	const struct failure *failure = &document->failure;

	json_append_name(json, "error");
	if (failure->kind == FAILURE_NONE)
	{
		text_append(json, "null");
		return;
	}
	text_append_char(json, '{');
	json_append_text_member(json, "kind", failure_kind_name(failure->kind));
	json_append_text_member(json, "sqlstate", text_or_null(failure->sqlstate));
	json_append_text_member(json, "message", failure->message);
	json_append_lines_member(json, "detail", text_or_null(failure->detail));
	json_append_lines_member(json, "hint", text_or_null(failure->hint));
	if (failure->place.line > 0)
	{
		json_append_text_member(json, "file", failure->place.file);
		json_append_number_member(json, "line", failure->place.line);
		json_append_number_member(json, "column", failure->place.column);
	}
	text_append_char(json, '}');
}

static void
append_bundle(const struct status_document *document, struct text *json)
{
	json_append_name(json, "bundle");
	text_append_char(json, '{');
	json_append_text_member(json, "name", document->bundle);
	json_append_text_member(json, "source", document->source);
	json_append_number_member(json, "version", document->version);
	json_append_text_member(json, "checksum", document->checksum);
	text_append_char(json, '}');
}

/* A run that is done has compared, too; one that found drift says so in its error. */
static void
append_own_verdict(const struct status_document *document, struct text *json)
{
	bool is_drifted = document->failure.kind == FAILURE_DRIFT;
	bool is_compared =
		is_drifted || (document->has_ended && document->targets == NULL &&
	                   run_phase_is_done(document->phase) && document->phase != PHASE_SUPERSEDED);
	const struct run_verdict verdict = {
		.report = {.now_unix_ms = document->updated_unix_ms},
		.drift = is_drifted ? &document->failure : NULL,
	};

	status_verdict_append(json, is_compared ? &verdict : NULL);
}

void
status_document_write(const struct status_document *document, struct text *json)
{
	text_append_char(json, '{');
	json_append_number_member(json, "schemaVersion", STATUS_SCHEMA_VERSION);
	json_append_text_member(json, "phase", run_phase_name(document->phase));
	json_append_text_member(json, "reason", status_document_reason(document));
	json_append_text_member(json, "outcome", run_outcome_name(document->outcome));
	json_append_text_member(json, "message", document->message);
	json_append_lines_member(json, "hint", text_or_null(document->failure.hint));
	if (document->has_ended)
		json_append_number_member(json, "exitCode", document->exit_status);
	append_bundle(document, json);
	json_append_text_member(json, "database", document->database);
	json_append_text_member(json, "schema", document->schema);
	json_append_text_member(json, "fingerprintBefore", document->fingerprint_before);
	json_append_text_member(json, "fingerprintAfter", document->fingerprint_after);
	json_append_number_member(json, "statements", document->statement_count);
	json_append_number_member(json, "definitions", document->object_count);
	json_append_number_member(json, "attempts", document->attempt_count);
	json_append_texts_member(json, "postponed", document->postponed.items,
	                         document->postponed.count);
	if (document->targets != NULL)
	{
		json_append_separator(json);
		text_append(json, document->targets);
	}
	append_phases(document, json);
	append_error(document, json);
	json_append_text_member(json, "toolVersion", document->tool_version);
	json_append_text_member(json, "pod", document->identity->pod_name);
	append_time(json, "startedAt", document->started_unix_ms);
	append_time(json, "updatedAt", document->updated_unix_ms);
	append_time(json, "finishedAt", document->has_ended ? document->updated_unix_ms : 0);
	append_own_verdict(document, json);
	append_time(json, "until",
	            document->has_ended ? 0 : document->updated_unix_ms + STATUS_VALID_MS);
	text_append_char(json, '}');
}
