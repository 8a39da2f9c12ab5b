#include "domain/unmanaged.h"

#include "fake_catalog.h"
#include "unit_test.h"

static void
append(struct definitions *definitions, const char *kind, const char *identity, const char *text)
{
	definitions_append(definitions,
	                   &(const struct definition_words){
						   .kind = kind, .identity = identity, .hash = "1", .text = text});
}

static void
check_words(const struct definitions *live, const struct definitions *elsewhere, const char *words)
{
	const struct definitions nothing = {0};
	cleanup_definition_difference_list struct definition_difference_list differences = {0};
	cleanup_text struct text text = TEXT_EMPTY;

	definitions_compare(&nothing, live, &differences);
	unmanaged_leave_out_managed(&differences, elsewhere);
	unmanaged_keep_named(&differences);
	unmanaged_append_words(&differences, &text);
	assert_string_equal(text_bytes(&text), words);
}

static void
test_unmanaged__is_named_without_its_parts(UNUSED void **state)
{
	cleanup_definitions struct definitions elsewhere = fake_definition_list("table s.other 2");
	cleanup_definitions struct definitions live = {0};

	append(&live, "table", "s.t", "");
	append(&live, "table", "s.tt", "");
	append(&live, "table", "s.other", "");
	append(&live, "column", "s.t.a", "integer");
	append(&live, "column", "s.managed.a", "integer");
	append(&live, "index", "s.i", "CREATE INDEX i ON s.t USING btree (a)");
	append(&live, "index", "s.j", "CREATE INDEX j ON s.managed USING btree (a)");
	append(&live, "sequence", "s.q", "owned by column a of table s.t a");
	append(&live, "table", "s.p", "partition FOR VALUES IN (1)");
	append(&live, "index", "s.managed_key", "of a constraint");
	append(&live, "schema", "whole", "owner o");
	append(&live, "view", "whole.v", "");
	append(&live, "role", "r", "login");
	definitions_sort(&live);
	check_words(
		&live, &elsewhere,
		"5 objects are not managed: column s.managed.a, index s.j, schema whole, table s.t, "
		"table s.tt");
}

static void
test_unmanaged__names_the_first_ones(UNUSED void **state)
{
	const struct definitions nothing = {0};
	cleanup_definitions struct definitions live = {0};

	for (char name[] = "s.a"; name[2] <= 'l'; name[2]++)
		append(&live, "view", name, "");
	definitions_sort(&live);
	check_words(&live, &nothing,
	            "12 objects are not managed: view s.a, view s.b, view s.c, view s.d, view s.e, "
	            "view s.f, view s.g, view s.h, view s.i, view s.j and 2 more");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unmanaged__is_named_without_its_parts),
		cmocka_unit_test(test_unmanaged__names_the_first_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
