#include "adapter/postgres/script/script_source.h"

#include <string.h>

#include "adapter/postgres/script/script_scan.h"
#include "adapter/postgres/wire/message_cursor.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "unit_test.h"

static size_t told_done_count;
static size_t told_total_count;

static void
count(void *context, const char *unit, size_t done_count, size_t total_count)
{
	(void)context;
	assert_string_equal(unit, "statement");
	told_done_count = done_count;
	told_total_count = total_count;
}

static const struct progress progress = {.count = count};
static bool is_told;
static const struct lock_bound no_bound = {.is_told = &is_told};
static const struct lock_bound some_bound = {.limit_ms = 5000, .is_told = &is_told};

static struct script
scan(const char *text)
{
	struct script script = {
		.name = memory_copy_text("a.sql"),
		.text = memory_copy_text(text),
		.length_bytes = strlen(text),
	};
	struct failure failure = {0};

	assert_true(script_scan(&script, &failure));
	return script;
}

static struct script_range
whole(const struct script *script)
{
	return (struct script_range){.script = script, .count = script->statement_count};
}

/* The first eight bytes of what is sent, with the data of a COPY. */
static void
check_sent_with(const char *script_text, const struct lock_bound *bound, const char *wanted)
{
	struct script script = scan(script_text);
	struct script_range range = whole(&script);
	struct message message = {0};
	struct message_cursor cursor = {0};
	struct message_statement statement = {0};
	cleanup_text struct text found = TEXT_EMPTY;

	script_source_append(&message, &range, &progress, bound);
	while (message_cursor_peek(&message, &cursor, &statement))
	{
		text_append_format(&found, "%s%.*s", found.length_bytes > 0 ? "|" : "",
		                   statement.length_bytes < 8 ? (int)statement.length_bytes : 8,
		                   statement.sql);
		if (statement.is_copy)
			text_append_format(&found, "{%.*s}", (int)statement.data_bytes, statement.data);
		message_cursor_advance(&cursor, &statement);
	}
	assert_string_equal(text_bytes(&found), wanted);
	message_free(&message);
	script_free(&script);
}

static void
check_sent(const char *script_text, const char *wanted)
{
	check_sent_with(script_text, &no_bound, wanted);
}

static void
test_script_source__takes_lock_timeout_back_before_the_next_lock(UNUSED void **state)
{
	check_sent_with("comment on table t is 'a'; drop table t; create function f();", &some_bound,
	                "declare |comment |drop tab|create f|close no");
	check_sent_with("reset all; drop table t;", &some_bound,
	                "declare |reset al|select p|drop tab|close no");
	check_sent_with("do 'x';", &some_bound, "declare |do 'x'|select p|close no");
}

static void
test_script_source__leaves_rows_in_one_go(UNUSED void **state)
{
	check_sent_with("insert into t; insert into t; delete from t; drop table t;", &some_bound,
	                "declare |insert i|insert i|delete f|select p|drop tab|close no");
}

static void
test_script_source__stands_between_the_two_ends_of_a_cursor(UNUSED void **state)
{
	check_sent("begin; select 1; select 2; commit;", "declare |select 1|select 2|close no");
}

static void
test_script_source__asks_for_its_transaction_before_a_copy(UNUSED void **state)
{
	check_sent("copy t from stdin;\n1\n\\.\ncopy u from stdin;\n\\.\nselect 1;",
	           "declare |move 0 i|copy t f{1\n}|move 0 i|copy u f{}|select 1|close no");
}

static void
test_script_source__guards_what_other_settings_would_read_otherwise(UNUSED void **state)
{
	check_sent("select 'a\\'; select E'a\\nb', '\\\\d'; select e'\\''",
	           "declare |do $$\nbe|select '|select E|do $$\nbe|select e|close no");
}

/* The part of a message that is the source. */
static struct message_source
source_of(const struct message *message)
{
	return message->parts[0].source;
}

static PGresult *
answer(const char *tag)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_COMMAND_OK);

	/* libpq has no function that sets the tag. */
	assert_non_null(result);
	(void)snprintf(PQcmdStatus(result), 64, "%s", tag);
	return result;
}

static void
test_script_source__tells_progress_of_the_scripts_own_statements(UNUSED void **state)
{
	struct script script = scan("select 1; select 2;");
	struct script_range range = whole(&script);
	struct message message = {0};
	struct failure failure = {0};

	told_done_count = told_total_count = 0;
	script_source_append(&message, &range, &progress, &no_bound);
	assert_int_equal(message.parts[0].statement_count, 4);
	for (size_t index = 0; index < 4; index++)
	{
		PGresult *result = answer("SELECT 1");

		assert_true(
			source_of(&message).receive(source_of(&message).context, index, result, &failure));
		PQclear(result);
	}
	assert_int_equal(told_done_count, 2);
	assert_int_equal(told_total_count, 2);
	message_free(&message);
	script_free(&script);
}

static void
test_script_source__finds_the_statement_that_has_ended_the_transaction(UNUSED void **state)
{
	static const char *const tags[] = {"COMMIT",  "ROLLBACK", "BEGIN", "PREPARE TRANSACTION",
	                                   "RELEASE", "SAVEPOINT"};
	struct script script = scan("select 1;\n select 2;");
	struct script_range range = whole(&script);
	struct message message = {0};

	script_source_append(&message, &range, &progress, &no_bound);
	for (size_t index = 0; index < COUNT_OF(tags); index++)
	{
		PGresult *result = answer(tags[index]);
		struct failure failure = {0};

		assert_false(source_of(&message).receive(source_of(&message).context, 2, result, &failure));
		assert_int_equal(failure.kind, FAILURE_DDL);
		assert_int_equal(failure.reason, REASON_TRANSACTION_ENDED);
		assert_int_equal(failure.place.line, 2);
		assert_int_equal(failure.place.column, 2);
		PQclear(result);
	}
	message_free(&message);
	script_free(&script);
}

static void
test_script_source__outside_of_a_transaction_is_one_statement(UNUSED void **state)
{
	struct script script = scan("vacuum; select 1;");
	struct script_range range = {.script = &script, .count = 1};
	struct message message = {0};
	struct message_cursor cursor = {0};
	struct message_statement statement = {0};

	script_source_append_outside(&message, &range, &progress);
	assert_int_equal(message.parts[0].statement_count, 1);
	assert_true(message_cursor_peek(&message, &cursor, &statement));
	assert_memory_equal(statement.sql, "vacuum", statement.length_bytes);
	message_free(&message);
	script_free(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_source__takes_lock_timeout_back_before_the_next_lock),
		cmocka_unit_test(test_script_source__leaves_rows_in_one_go),
		cmocka_unit_test(test_script_source__stands_between_the_two_ends_of_a_cursor),
		cmocka_unit_test(test_script_source__asks_for_its_transaction_before_a_copy),
		cmocka_unit_test(test_script_source__guards_what_other_settings_would_read_otherwise),
		cmocka_unit_test(test_script_source__tells_progress_of_the_scripts_own_statements),
		cmocka_unit_test(test_script_source__finds_the_statement_that_has_ended_the_transaction),
		cmocka_unit_test(test_script_source__outside_of_a_transaction_is_one_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
