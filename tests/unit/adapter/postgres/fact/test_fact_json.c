#include "adapter/postgres/fact/fact_json.h"

#include "base/count_of.h"
#include "unit_test.h"

typedef bool (*reader)(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                       const char **wrong);

#define SUFFIX "__1a2b3c4d"

struct reading
{
	struct fact_cleaner cleaner;
	struct fact_drafts drafts;
	struct fact_draft *draft;
	const char *wrong;
};

/* A draft to read into. */
static void
begin(struct reading *reading)
{
	*reading = (struct reading){.cleaner = fact_cleaner_for(SUFFIX)};
	fact_cleaner_add(&reading->cleaner, "user" SUFFIX, "\"user\"");
	reading->drafts.cleaner = &reading->cleaner;
	reading->draft = fact_drafts_add(&reading->drafts);
}

static void
end(struct reading *reading)
{
	fact_drafts_free(&reading->drafts);
	fact_cleaner_free(&reading->cleaner);
}

#define cleanup_reading __attribute__((cleanup(end)))

static const struct fact_attribute *
read_one(struct reading *reading, const char *json)
{
	begin(reading);
	assert_true(fact_json_attributes(json, &reading->drafts, reading->draft, &reading->wrong));
	assert_int_equal(reading->draft->fact.attribute_count, 1);
	return &reading->draft->fact.attributes[0];
}

static void
test_fact_json__attribute_has_value_statement_and_fresh_value(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute =
		read_one(&reading, "[[\"owner\", \"o\", \"alter table t owner to o\", null]]");

	assert_string_equal(attribute->name, "owner");
	assert_string_equal(attribute->value.text, "o");
	assert_int_equal(attribute->form, SETTER_STATEMENT);
	assert_string_equal(attribute->text, "alter table t owner to o");
	assert_null(attribute->fresh.text);
}

static void
test_fact_json__values_of_other_types_are_texts(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute =
		read_one(&reading, "[[\"statistics\", -1, null, true]]");

	assert_string_equal(attribute->value.text, "-1");
	assert_string_equal(attribute->fresh.text, "true");
	assert_int_equal(attribute->form, SETTER_NONE);
	assert_null(attribute->text);
}

static void
test_fact_json__parameters_are_pairs(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute = read_one(
		&reading,
		"[[\"storage_parameters\", [\"fillfactor=70\", \"a=b=c\"], {\"parameters\": \"alter table t\"}, null]]");

	assert_int_equal(attribute->form, SETTER_PARAMETERS);
	assert_string_equal(attribute->text, "alter table t");
	assert_int_equal(attribute->value.pairs.count, 2);
	assert_string_equal(attribute->value.pairs.items[0].name, "fillfactor");
	assert_string_equal(attribute->value.pairs.items[0].value, "70");
	assert_string_equal(attribute->value.pairs.items[1].value, "b=c");
	assert_string_equal(attribute->value.text, "[[\"fillfactor\",\"70\"],[\"a\",\"b=c\"]]");
}

static void
test_fact_json__options_are_pairs(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute = read_one(
		&reading, "[[\"options\", [[\"host\", \"a=b\"]], {\"options\": \"alter server s\"}, []]]");

	assert_int_equal(attribute->form, SETTER_OPTIONS);
	assert_string_equal(attribute->value.pairs.items[0].name, "host");
	assert_string_equal(attribute->value.pairs.items[0].value, "a=b");
	assert_string_equal(attribute->fresh.text, "[]");
}

static void
test_fact_json__statements_may_depend_on_the_live_value(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute = read_one(
		&reading, "[[\"identity\", \"a\", {\"from\": {\"\": \"add\", \"*\": \"set\"}}, \"a\"]]");

	assert_int_equal(attribute->form, SETTER_FROM);
	assert_null(attribute->text);
	assert_int_equal(attribute->alternatives.count, 2);
	assert_string_equal(attribute->alternatives.items[0].name, "");
	assert_string_equal(attribute->alternatives.items[0].value, "add");
	assert_string_equal(attribute->alternatives.items[1].name, "*");
}

static void
test_fact_json__texts_are_cleaned_where_they_are_put(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_attribute *attribute =
		read_one(&reading, "[[\"type\", \"user" SUFFIX ".t\", \"alter type user" SUFFIX
	                       ".t\", [\"x=user" SUFFIX ".t\"]]]");

	assert_string_equal(attribute->value.text, "\"user\".t");
	assert_string_equal(attribute->text, "alter type \"user\".t");
	assert_string_equal(attribute->fresh.text, "[[\"x\",\"\\\"user\\\".t\"]]");
}

static void
test_fact_json__access_has_privileges(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_access *access = NULL;

	begin(&reading);
	access = &reading.draft->fact.access;
	assert_true(
		fact_json_access("{\"on\": \"table t\", \"column\": \"c\", \"owner\": \"o\", \"items\": "
	                     "[[\"public\", \"SELECT\", false], [\"o\", \"INSERT\", true]]}",
	                     &reading.drafts, reading.draft, &reading.wrong));
	assert_string_equal(access->on, "table t");
	assert_string_equal(access->column, "c");
	assert_string_equal(access->prefix, "");
	assert_int_equal(access->items.count, 2);
	assert_string_equal(access->items.items[1].privilege, "INSERT");
	assert_true(access->items.items[1].is_grantable);
	assert_int_equal(access->initial.count, 0);
}

static void
test_fact_json__extra_names_other_facts(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_links *links = NULL;

	begin(&reading);
	links = &reading.draft->links;
	assert_true(fact_json_extra(
		"{\"deps\": [[\"table\", \"s.t\"], [\"publication\", \"p\"]], \"relation_deps\": [17000, null, "
		"4294967295], \"index\": 16999, \"attached\": \"s.i\", \"owner_column\": \"s.t.c\"}",
		&reading.drafts, reading.draft, &reading.wrong));
	assert_int_equal(links->need_count, 2);
	assert_int_equal(links->needs[0].kind, FACT_TABLE);
	assert_string_equal(links->needs[1].id, "p");
	assert_int_equal(links->relation_count, 3);
	assert_int_equal(links->relations[1], 0);
	assert_int_equal(links->relations[2], UINT32_MAX);
	assert_int_equal(links->index, 16999);
	assert_string_equal(links->attached, "s.i");
	assert_string_equal(links->owner_column, "s.t.c");
}

static void
test_fact_json__extra_has_what_the_planner_needs(UNUSED void **state)
{
	cleanup_reading struct reading reading;
	const struct fact_extra *extra = NULL;

	begin(&reading);
	extra = &reading.draft->fact.extra;
	assert_true(fact_json_extra(
		"{\"replace_key\": [\"r\", true, 1], \"parts\": [\"a=b\", [\"n\", \"int\"]], \"inherited\": true, "
		"\"inhcount\": 2, \"slot\": \"relation s.t\", \"update_from\": null, \"unheard_of\": {}}",
		&reading.drafts, reading.draft, &reading.wrong));
	assert_int_equal(extra->replace_key_count, 3);
	assert_string_equal(extra->replace_key[1], "true");
	assert_string_equal(extra->replace_key[2], "1");
	assert_string_equal(extra->parts.items[0].name, "a=b");
	assert_null(extra->parts.items[0].value);
	assert_string_equal(extra->parts.items[1].value, "int");
	assert_true(extra->is_inherited);
	assert_int_equal(extra->inherit_count, 2);
	assert_string_equal(extra->slot, "relation s.t");
	assert_null(extra->update_from);
	assert_null(extra->replace_sql);
}

static void
test_fact_json__key_that_is_empty_is_a_key(UNUSED void **state)
{
	cleanup_reading struct reading reading;

	begin(&reading);
	assert_true(
		fact_json_extra("{\"replace_key\": []}", &reading.drafts, reading.draft, &reading.wrong));
	assert_non_null(reading.draft->fact.extra.replace_key);
	assert_int_equal(reading.draft->fact.extra.replace_key_count, 0);
}

static void
test_fact_json__null_columns_say_nothing(UNUSED void **state)
{
	static const reader readers[] = {fact_json_attributes, fact_json_access, fact_json_extra};
	cleanup_reading struct reading reading;

	begin(&reading);
	for (size_t index = 0; index < COUNT_OF(readers); index++)
		assert_true(readers[index](NULL, &reading.drafts, reading.draft, &reading.wrong));
	assert_null(reading.draft->fact.access.on);
}

struct false_text
{
	reader read;
	const char *json;
};

static const struct false_text false_texts[] = {
	{fact_json_attributes, ""},
	{fact_json_attributes, "[["},
	{fact_json_attributes, "[] []"},
	{fact_json_attributes, "null"},
	{fact_json_attributes, "{}"},
	{fact_json_attributes, "[null]"},
	{fact_json_attributes, "[[\"a\", null, null]]"},
	{fact_json_attributes, "[[null, null, null, null]]"},
	{fact_json_attributes, "[[\"a\", {}, null, null]]"},
	{fact_json_attributes, "[[\"a\", [1], null, null]]"},
	{fact_json_attributes, "[[\"a\", [[\"a\"]], null, null]]"},
	{fact_json_attributes, "[[\"a\", [[null, \"b\"]], null, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", true, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {}, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {\"unheard_of\": \"x\"}, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {\"parameters\": null}, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {\"parameters\": \"x\", \"options\": \"x\"}, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {\"from\": \"x\"}, null]]"},
	{fact_json_attributes, "[[\"a\", \"b\", {\"from\": {\"x\": null}}, null]]"},
	{fact_json_access, "[]"},
	{fact_json_access, "{\"on\": \"t\"}"},
	{fact_json_access, "{\"on\": \"t\", \"owner\": \"o\", \"items\": {}}"},
	{fact_json_access, "{\"on\": \"t\", \"owner\": \"o\", \"items\": [[\"o\", \"SELECT\"]]}"},
	{fact_json_access, "{\"on\": \"t\", \"owner\": \"o\", \"items\": [[\"o\", \"SELECT\", null]]}"},
	{fact_json_access,
     "{\"on\": \"t\", \"owner\": \"o\", \"initial\": [[null, \"SELECT\", true]]}"},
	{fact_json_extra, "[]"},
	{fact_json_extra, "{\"slot\": 1}"},
	{fact_json_extra, "{\"inherited\": null}"},
	{fact_json_extra, "{\"inhcount\": 1.5}"},
	{fact_json_extra, "{\"inhcount\": 1e300}"},
	{fact_json_extra, "{\"index\": -1}"},
	{fact_json_extra, "{\"index\": 4294967296}"},
	{fact_json_extra, "{\"deps\": {}}"},
	{fact_json_extra, "{\"deps\": [[\"table\"]]}"},
	{fact_json_extra, "{\"deps\": [[\"unheard of\", \"t\"]]}"},
	{fact_json_extra, "{\"deps\": [[\"table\", null]]}"},
	{fact_json_extra, "{\"relation_deps\": [\"1\"]}"},
	{fact_json_extra, "{\"replace_key\": [null]}"},
	{fact_json_extra, "{\"parts\": \"x\"}"},
};

static void
test_fact_json__of_another_form_is_refused(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(false_texts); index++)
	{
		cleanup_reading struct reading reading;

		begin(&reading);
		if (false_texts[index].read(false_texts[index].json, &reading.drafts, reading.draft,
		                            &reading.wrong))
			fail_msg("%s was taken", false_texts[index].json);
		assert_non_null(reading.wrong);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact_json__attribute_has_value_statement_and_fresh_value),
		cmocka_unit_test(test_fact_json__values_of_other_types_are_texts),
		cmocka_unit_test(test_fact_json__parameters_are_pairs),
		cmocka_unit_test(test_fact_json__options_are_pairs),
		cmocka_unit_test(test_fact_json__statements_may_depend_on_the_live_value),
		cmocka_unit_test(test_fact_json__texts_are_cleaned_where_they_are_put),
		cmocka_unit_test(test_fact_json__access_has_privileges),
		cmocka_unit_test(test_fact_json__extra_names_other_facts),
		cmocka_unit_test(test_fact_json__extra_has_what_the_planner_needs),
		cmocka_unit_test(test_fact_json__key_that_is_empty_is_a_key),
		cmocka_unit_test(test_fact_json__null_columns_say_nothing),
		cmocka_unit_test(test_fact_json__of_another_form_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
