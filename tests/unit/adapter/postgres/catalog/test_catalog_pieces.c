#include "adapter/postgres/catalog/catalog_pieces.h"

#include <string.h>

#include "base/count_of.h"
#include "base/text.h"
#include "fake_rows.h"
#include "unit_test.h"

static const char *const columns[] = {"class", "object", "sub",        "parent", "kind",
                                      "name",  "text",   "privileges", "usual",  NULL};

enum
{
	COLUMN_COUNT = 9
};

#define OF_RELATIONS "1259"
#define OF_INDEXES "2610"

static void
tell(void *context, const char *kind, const char *identity, const char *definition)
{
	text_append_format(context, "[%s %s|%s]", kind, identity, definition);
}

/* What the pieces in these rows say, each object in brackets. */
static void
check(const char *const (*cells)[COLUMN_COUNT], size_t row_count, const char *said)
{
	cleanup_catalog_pieces struct catalog_pieces pieces = {0};
	cleanup_rows struct rows *rows =
		fake_rows(&catalog_pieces_answer, columns, cells[0], row_count);
	cleanup_text struct text objects = TEXT_EMPTY;
	struct failure failure = {0};

	assert_true(catalog_pieces_collect(&pieces, rows, "read", &failure));
	catalog_pieces_sort(&pieces);
	catalog_pieces_each(&pieces, tell, &objects);
	assert_string_equal(text_bytes(&objects), said);
}

#define CHECK(cells, said) check(cells, COUNT_OF(cells), said)

static void
test_catalog_pieces__of_one_object_become_one_definition(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", NULL, NULL, "comment 'x'", NULL, NULL},
		{OF_RELATIONS, "20", "0", "0", "table", "s.t", "persistence p", "{o=r/o}", NULL},
		{OF_RELATIONS, "20", "0", "0", NULL, NULL, "a first", NULL, NULL},
	};

	CHECK(cells, "[table s.t|persistence p\na first\ncomment 'x'\nprivileges o=r/o]");
}

static void
test_catalog_pieces__come_in_the_order_of_their_numbers(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{OF_RELATIONS, "100", "0", "0", "table", "s.b", "2", NULL, NULL},
		{OF_RELATIONS, "20", "2", "20", "column", "b", "of type text", NULL, NULL},
		{OF_RELATIONS, "20", "1", "20", "column", "a", "of type int", NULL, NULL},
		{OF_RELATIONS, "20", "0", "0", "table", "s.a", "1", NULL, NULL},
		{"826", "5", "0", "0", "default privileges", "s", "", NULL, NULL},
	};

	CHECK(cells, "[default privileges s|][table s.a|1][column s.a.a|of type int]"
	             "[column s.a.b|of type text][table s.b|2]");
}

static void
test_catalog_pieces__without_an_object_of_theirs_are_not_told(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", NULL, NULL, "a comment on what is not told", NULL, NULL},
		{OF_RELATIONS, "20", "1", "20", "column", "a", "of type int", NULL, NULL},
		{OF_INDEXES, "30", "0", "99", "index", "i", "of a table that is not there", NULL, NULL},
	};

	CHECK(cells, "");
}

/* What an extension brought is the extension's, with everything that hangs on it. */
static void
test_catalog_pieces__of_an_extension_are_not_told(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", "table", "s.spatial", "", NULL, NULL},
		{OF_RELATIONS, "20", "0", "0", "", "extension", NULL, NULL, NULL},
		{OF_RELATIONS, "20", "1", "20", "column", "a", "of type int", NULL, NULL},
		{OF_RELATIONS, "21", "0", "0", "table", "s.own", "ours", NULL, NULL},
	};

	CHECK(cells, "[table s.own|ours]");
}

static void
test_catalog_pieces__call_the_renamed_schema_by_its_own_name(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{"0", "0", "0", "0", "", "renamed", "s_x7.", "s.", NULL},
		{OF_RELATIONS, "20", "0", "0", "view", "s_x7.v", "select s_x7.f() from s_x7.t", NULL, NULL},
		{OF_RELATIONS, "20", "1", "20", "column", "s_x7.a", "s_x7", NULL, NULL},
	};

	CHECK(cells, "[view s.v|select s.f() from s.t][column s.v.s.a|s_x7]");
}

/* One name ends the other. */
static void
test_catalog_pieces__call_each_of_several_renamed_schemas_by_its_own_name(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{"0", "0", "0", "0", "", "renamed", "s_x7.", "one.", NULL},
		{"0", "0", "0", "0", "", "renamed", "as_x7.", "two.", NULL},
		{OF_RELATIONS, "20", "0", "0", "view", "as_x7.v", "select s_x7.f() from as_x7.t, s_x7.t",
	     NULL, NULL},
	};

	CHECK(cells, "[view two.v|select one.f() from two.t, one.t]");
}

static void
test_catalog_pieces__say_that_there_is_something_rare(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{"0", "0", "0", "0", "", "rare", NULL, NULL, NULL},
		{"0", "0", "0", "0", "", "of a later version", NULL, NULL, NULL},
	};
	cleanup_catalog_pieces struct catalog_pieces pieces = {0};
	cleanup_rows struct rows *rows = fake_rows(&catalog_pieces_answer, columns, cells[0], 2);
	struct failure failure = {0};

	assert_false(pieces.has_rare);
	assert_true(catalog_pieces_collect(&pieces, rows, "read", &failure));
	assert_true(pieces.has_rare);
	assert_int_equal(pieces.count, 0);
}

static void
test_catalog_pieces__of_several_answers_are_put_together(UNUSED void **state)
{
	static const char *const first[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", NULL, NULL, "comment 'x'", NULL, NULL},
	};
	static const char *const second[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", "table", "s.t", "", NULL, NULL},
	};
	cleanup_catalog_pieces struct catalog_pieces pieces = {0};
	cleanup_rows struct rows *rows = fake_rows(&catalog_pieces_answer, columns, first[0], 1);
	cleanup_rows struct rows *more_rows = fake_rows(&catalog_pieces_answer, columns, second[0], 1);
	cleanup_rows struct rows *no_rows = fake_rows(&catalog_pieces_answer, columns, NULL, 0);
	cleanup_text struct text objects = TEXT_EMPTY;
	struct failure failure = {0};

	assert_true(catalog_pieces_collect(&pieces, rows, "read", &failure));
	assert_true(catalog_pieces_collect(&pieces, no_rows, "read", &failure));
	assert_true(catalog_pieces_collect(&pieces, more_rows, "read", &failure));
	catalog_pieces_sort(&pieces);
	catalog_pieces_each(&pieces, tell, &objects);
	assert_string_equal(text_bytes(&objects), "[table s.t|comment 'x']");
}

/* Pieces that definitions.sql never gives, as a server that lies may. */
static void
test_catalog_pieces__that_make_no_sense_are_refused(UNUSED void **state)
{
	static const char *const cells[][COLUMN_COUNT] = {
		{OF_RELATIONS, "20", "0", "0", "table", NULL, "a table without a name", NULL, NULL},
		{"0", "0", "0", "0", "", NULL, "a saying without a word", NULL, NULL},
		{"0", "0", "0", "0", "", "renamed", "s_x7.", NULL, NULL},
		{"0", "0", "0", "0", "", "renamed", NULL, "s.", NULL},
		{"0", "0", "0", "0", "", "renamed", "s",
	     "a name that is far longer than any name would ever have been", NULL},
		{OF_RELATIONS, "20", "0", "0", "table", "s.t", "", "{o=r/o", NULL},
		{OF_RELATIONS, "20", "0", "0", "table", "s.t", "", "{NULL}", NULL},
		{OF_RELATIONS, "20", "0", "0", "table", "s.t", "", "{o=r/o}", "no array"},
	};

	for (size_t index = 0; index < COUNT_OF(cells); index++)
	{
		cleanup_catalog_pieces struct catalog_pieces pieces = {0};
		cleanup_rows struct rows *rows =
			fake_rows(&catalog_pieces_answer, columns, cells[index], 1);
		struct failure failure = {0};

		assert_false(catalog_pieces_collect(&pieces, rows, "read", &failure));
		assert_int_equal(failure.kind, FAILURE_TRANSIENT);
		assert_int_equal(failure.reason, REASON_FALSE_ANSWER);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalog_pieces__of_one_object_become_one_definition),
		cmocka_unit_test(test_catalog_pieces__come_in_the_order_of_their_numbers),
		cmocka_unit_test(test_catalog_pieces__without_an_object_of_theirs_are_not_told),
		cmocka_unit_test(test_catalog_pieces__of_an_extension_are_not_told),
		cmocka_unit_test(test_catalog_pieces__call_the_renamed_schema_by_its_own_name),
		cmocka_unit_test(test_catalog_pieces__call_each_of_several_renamed_schemas_by_its_own_name),
		cmocka_unit_test(test_catalog_pieces__say_that_there_is_something_rare),
		cmocka_unit_test(test_catalog_pieces__of_several_answers_are_put_together),
		cmocka_unit_test(test_catalog_pieces__that_make_no_sense_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
