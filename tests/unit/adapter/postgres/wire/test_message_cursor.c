#include "adapter/postgres/wire/message_cursor.h"

#include <string.h>

#include "unit_test.h"

/* A source of so many statements "first", "second", ... */
static const char *const names[] = {"first", "second", "third"};

static void
give(void *context, size_t index, struct message_statement *statement)
{
	(void)context;
	assert_in_range(index, 0, 2);
	statement->sql = names[index];
	statement->length_bytes = strlen(names[index]);
}

static void
free_nothing(void *context)
{
	(void)context;
}

static void
append_source(struct message *message, size_t count)
{
	static int context;
	struct message_source source = {
		.context = &context,
		.statement = give,
		.free = free_nothing,
	};

	message_append_source(message, "run the script", &source, count);
}

/* "0.0[begin] 1.0[first]": part, statement and text. */
static void
check(struct message *message, const char *wanted)
{
	cleanup_text struct text found = TEXT_EMPTY;
	struct message_cursor cursor = {0};
	struct message_statement statement = {0};

	while (message_cursor_peek(message, &cursor, &statement))
	{
		text_append_format(&found, "%s%zu.%zu[%.*s]", found.length_bytes > 0 ? " " : "",
		                   cursor.position.part, cursor.position.statement,
		                   (int)statement.length_bytes, statement.sql);
		message_cursor_advance(&cursor, &statement);
	}
	assert_string_equal(text_bytes(&found), wanted);
	assert_int_equal(cursor.position.part, message->part_count);
	message_free(message);
}

static void
test_message_cursor__an_empty_message_has_no_statement(UNUSED void **state)
{
	struct message message = {0};

	check(&message, "");
}

static void
test_message_cursor__texts_are_cut_at_their_semicolons(UNUSED void **state)
{
	struct message message = {0};

	message_append(&message, NULL, "begin", 1);
	message_append(&message, "ask", "select ';', $$;$$; ;\nselect 2;", 2);
	message_append(&message, "ask more", "select 3", 1);
	check(&message, "0.0[begin\n] 1.0[select ';', $$;$$] 1.1[\nselect 2] 2.0[select 3\n]");
}

static void
test_message_cursor__sources_stand_where_they_were_appended(UNUSED void **state)
{
	struct message message = {0};

	message_append(&message, NULL, "begin", 1);
	append_source(&message, 2);
	append_source(&message, 0);
	append_source(&message, 3);
	message_append(&message, "end", "commit", 1);
	assert_true(message_has_source(&message));
	check(&message, "0.0[begin\n] 1.0[first] 1.1[second] 3.0[first] 3.1[second] 3.2[third] "
	                "4.0[commit\n]");
}

static void
test_message_cursor__looking_again_gives_the_same(UNUSED void **state)
{
	struct message message = {0};
	struct message_cursor cursor = {0};
	struct message_statement statement = {0};

	append_source(&message, 1);
	for (int count = 0; count < 3; count++)
	{
		assert_true(message_cursor_peek(&message, &cursor, &statement));
		assert_ptr_equal(statement.sql, names[0]);
	}
	message_cursor_advance(&cursor, &statement);
	for (int count = 0; count < 3; count++)
		assert_false(message_cursor_peek(&message, &cursor, &statement));
	message_free(&message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message_cursor__an_empty_message_has_no_statement),
		cmocka_unit_test(test_message_cursor__texts_are_cut_at_their_semicolons),
		cmocka_unit_test(test_message_cursor__sources_stand_where_they_were_appended),
		cmocka_unit_test(test_message_cursor__looking_again_gives_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
