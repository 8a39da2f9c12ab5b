#include "unit_test.h"

#include "fake_converge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"

/* The operations get a session only; a test has one fake at a time. */
static struct fake_converge *now;

static struct text *
calls_of_now(void)
{
	return &now->run.fake.database.calls;
}

static size_t
blank_bytes(const char *text)
{
	return strspn(text, " \n");
}

static void
add_scanned(struct script *script, const char *at, size_t length)
{
	int64_t line = 1;

	for (const char *byte = script->text; byte < at; byte++)
		line += *byte == '\n';
	*ARRAY_ADD(script->statements, script->statement_count) = (struct statement){
		.class = statement_classify(at, length),
		.offset_bytes = (size_t)(at - script->text),
		.length_bytes = length,
		.line = line,
	};
}

static bool
scan_lines(struct script *script, UNUSED struct failure *failure)
{
	const char *at = script->text + blank_bytes(script->text);

	while (*at != '\0')
	{
		const char *end = strstr(at, ";\n");
		size_t length = end != NULL ? (size_t)(end - at) : strlen(at);

		add_scanned(script, at, length);
		at += length + (end != NULL ? strlen(";\n") : 0);
		at += blank_bytes(at);
	}
	return true;
}

static bool
answer_statement(const char *sql, const struct statement *statement, struct failure *failure)
{
	for (size_t index = 0; index < FAKE_REFUSAL_COUNT; index++)
	{
		struct fake_refusal *refusal = &now->refusals[index];

		if (refusal->text == NULL || refusal->count == 0 || strstr(sql, refusal->text) == NULL)
			continue;
		refusal->count--;
		*failure = refusal->failure;
		failure->place.line = statement->line;
		return false;
	}
	return true;
}

static bool
run_noted(UNUSED struct session *session, const struct script_range *range,
          UNUSED const struct progress *progress, struct failure *failure)
{
	bool is_done = true;

	text_append(calls_of_now(), "[");
	for (size_t place = range->first; is_done && place < range->first + range->count; place++)
	{
		const struct statement *statement = &range->script->statements[place];
		cleanup_text struct text sql = TEXT_EMPTY;

		if (!statement_is_sent(statement))
			continue;
		text_append_bytes(&sql, range->script->text + statement->offset_bytes,
		                  statement->length_bytes);
		text_append_format(calls_of_now(), "%s;", text_bytes(&sql));
		is_done = answer_statement(text_bytes(&sql), statement, failure);
	}
	text_append(calls_of_now(), is_done ? "] " : "! ");
	return is_done;
}

static bool
tell_facts(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
           UNUSED const struct name_list *relations, struct fact_set *facts,
           UNUSED struct failure *failure)
{
	struct fake_facts made = {0};

	now->reading_count++;
	if (now->tell_live != NULL)
		now->tell_live(&made, now->reading_count);
	*facts = fake_set_take(&made);
	text_append(calls_of_now(), "facts ");
	return true;
}

static bool
tell_strangers(UNUSED struct session *session, UNUSED const struct managed_schema *schema,
               const struct name_list *roles, struct strangers *strangers, struct failure *failure)
{
	text_append(calls_of_now(), "find_strangers ");
	for (size_t index = 0; index < roles->count; index++)
		text_append_format(&now->roles, "%s ", roles->items[index]);
	if (now->strangers_failure.kind != FAILURE_NONE)
	{
		*failure = now->strangers_failure;
		return false;
	}
	if (now->stranger != NULL)
		name_list_append(now->stranger_has_ledger ? &strangers->with_ledger
		                                          : &strangers->unreachable,
		                 now->stranger);
	return true;
}

static bool
tell_losses(UNUSED struct session *session, const struct suspect_list *suspects,
            struct loss_list *losses, UNUSED struct failure *failure)
{
	text_append(calls_of_now(), "read_losses ");
	for (size_t index = 0; index < suspects->count; index++)
		text_append_format(&now->suspects, "%s:%s:%s ", suspects->items[index].cause,
		                   suspects->items[index].relation, suspects->items[index].columns);
	if (now->loss.name != NULL)
		loss_list_append(losses, &now->loss);
	return true;
}

static bool
tell_no_routines(struct session *session, const struct managed_schema *schema,
                 const struct name_list *names, uint32_t *oids, struct failure *failure)
{
	(void)session;
	(void)schema;
	(void)failure;
	memset(oids, 0, names->count * sizeof *oids);
	text_append(calls_of_now(), "find_routines ");
	return true;
}

void
fake_converge_init(struct fake_converge *fake)
{
	*fake = (struct fake_converge){.destruction = {.read_losses = tell_losses}};
	now = fake;
	fake_run_init(&fake->run);
	fake_run_open(&fake->run);
	fake->run.catalog.script.scan = scan_lines;
	fake->run.catalog.script.run = run_noted;
	fake->run.catalog.shadow.facts = tell_facts;
	fake->run.catalog.shadow.find_routines = tell_no_routines;
	fake->run.catalog.shadow.find_strangers = tell_strangers;
	fake->run.fake.database.database.destruction = &fake->destruction;
	fake_converge_set_script(fake, "");
}

void
fake_converge_free(struct fake_converge *fake)
{
	text_free(&fake->roles);
	text_free(&fake->suspects);
	fake_run_free(&fake->run);
}

void
fake_converge_set_script(struct fake_converge *fake, const char *text)
{
	struct script *script = &fake->run.script;
	struct failure failure = {0};

	script_free(script);
	*script = (struct script){
		.name = memory_copy_text("a.sql"),
		.text = memory_copy_text(text),
		.length_bytes = strlen(text),
	};
	assert_true(scan_lines(script, &failure));
}

void
fake_converge_refuse(struct fake_converge *fake, const char *text, int count,
                     enum failure_reason reason)
{
	size_t place = 0;

	while (fake->refusals[place].text != NULL)
		place++;
	assert_in_range(place, 0, FAKE_REFUSAL_COUNT - 1);

	struct fake_refusal *refusal = &fake->refusals[place];

	*refusal = (struct fake_refusal){
		.text = text,
		.count = count,
		.failure = {.kind = FAILURE_DDL, .reason = reason},
	};
	(void)snprintf(refusal->failure.message, sizeof refusal->failure.message,
	               "the server refuses %s", text);
}
