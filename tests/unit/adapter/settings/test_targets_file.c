#include "unit_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/settings/targets_file.h"
#include "base/cleanup.h"
#include "base/text.h"

static struct text
text_of(const char *bytes)
{
	struct text text = TEXT_EMPTY;

	text_append(&text, bytes);
	return text;
}

static void
expect_names(const char *yaml, const char *expected)
{
	cleanup_text struct text content = text_of(yaml);
	cleanup_text struct text listed = TEXT_EMPTY;
	cleanup_targets_content struct targets_content read = {0};
	struct failure failure = {.kind = FAILURE_NONE};

	if (!targets_file_read_text("t.yaml", &content, &read, &failure))
		print_error("%s\n%s\n", failure.message, failure.detail);
	assert_int_equal(failure.kind, FAILURE_NONE);
	for (size_t index = 0; index < read.names.count; index++)
		text_append_format(&listed, "%s ", read.names.items[index]);
	assert_string_equal(text_bytes(&listed), expected);
}

static void
expect_problem_of_bytes(const char *bytes, size_t length_bytes, const char *problem)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_text struct text said = TEXT_EMPTY;
	cleanup_targets_content struct targets_content read = {0};
	struct failure failure = {.kind = FAILURE_NONE};

	text_append_bytes(&content, bytes, length_bytes);
	assert_false(targets_file_read_text("t.yaml", &content, &read, &failure));
	assert_int_equal(failure.kind, FAILURE_SETTINGS);
	text_append_format(&said, "%s\n%s", failure.message, failure.detail);
	if (strstr(text_bytes(&said), problem) == NULL)
		print_error("expected %s in: %s\n", problem, text_bytes(&said));
	assert_non_null(strstr(text_bytes(&said), problem));
}

static void
expect_problem(const char *yaml, const char *problem)
{
	expect_problem_of_bytes(yaml, strlen(yaml), problem);
}

static void
test_targets_file__names_keep_the_order_of_the_file(UNUSED void **state)
{
	expect_names("defaults: {POSTGRES_HOST: db}\n"
	             "targets:\n"
	             "  - name: beta\n"
	             "    NOETL_POSTGRES_DB: beta\n"
	             "  - {name: 0acme.eu-west_1, POSTGRES_PORT: 5433}\n",
	             "beta 0acme.eu-west_1 ");
}

static void
test_targets_file__a_target_wins_over_the_defaults_and_over_flags(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_text struct text content = text_of("defaults:\n"
	                                           "  POSTGRES_HOST: db\n"
	                                           "  POSTGRES_PORT: 5433\n"
	                                           "targets:\n"
	                                           "  - name: other\n"
	                                           "    POSTGRES_PORT: 1\n"
	                                           "  - name: acme\n"
	                                           "    POSTGRES_PORT: 5434\n");

	settings_offer(settings, SETTING_POSTGRES_PORT, SETTING_FROM_FLAG, "--port", "5435");
	targets_file_offer_text(settings, "t.yaml", &content, "acme");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_HOST), "db");
	assert_string_equal(settings_text(settings, SETTING_POSTGRES_PORT), "5434");
	assert_string_equal(settings_origin(settings, SETTING_POSTGRES_PORT), "t.yaml:8 (target acme)");
}

static void
test_targets_file__a_target_that_is_not_there_is_a_problem(UNUSED void **state)
{
	cleanup_settings struct settings *settings = settings_new();
	cleanup_text struct text content = text_of("targets: [{name: acme}]\n");
	struct failure failure = {.kind = FAILURE_NONE};

	targets_file_offer_text(settings, "t.yaml", &content, "acm");
	assert_false(settings_check(settings, &failure));
	assert_string_equal(failure.message, "t.yaml: has no target \"acm\"");
}

/* The first would be taken, and what the second says be lost without a word. */
static void
test_targets_file__what_is_there_twice_is_a_problem(UNUSED void **state)
{
	expect_problem("targets: [{name: a}]\ntargets: [{name: b}]\n",
	               "t.yaml:2: targets is there twice");
	expect_problem("defaults: {}\ntargets: [{name: a}]\ndefaults: {}\n",
	               "t.yaml:3: defaults is there twice");
	expect_problem("targets:\n- name: a\n  name: b\n", "t.yaml:3: name is there twice");
	expect_problem("targets:\n- name: a\n  POSTGRES_PORT: 1\n  POSTGRES_PORT: 1\n",
	               "t.yaml:4: POSTGRES_PORT is there twice");
	expect_problem("targets: [{name: a}, {name: b}, {name: a}]\n", "two targets are called \"a\"");
	expect_problem("targets: [&one {name: a}, *one]\n", "two targets are called \"a\"");
	expect_problem("targets: [{name: a}]\n---\ntargets: [{name: b}]\n", "a second YAML document");
}

static void
test_targets_file__names_are_plain(UNUSED void **state)
{
	static const char nul_inside[] = "targets: [{name: \"a\\0b\"}]\n";

	expect_problem(nul_inside, "the target has no name");
	expect_problem("targets: [{name: \"\\e[31m\"}]\n", "must be 1 to 63 letters");
	expect_problem("targets: [{name: -a}]\n", "must be 1 to 63 letters");
	expect_problem("targets: [{name: ../a}]\n", "must be 1 to 63 letters");
	expect_problem("targets: [{name: \"\xc3\xa9t\xc3\xa9\"}]\n", "must be 1 to 63 letters");
	expect_problem("targets: [{name: ''}]\n", "must be 1 to 63 letters");
	expect_problem("targets: [{name: [a]}]\n", "the target has no name");
	expect_problem("targets: [a]\n", "a target is a mapping");
	expect_problem("defaults: {name: a}\ntargets: [{name: a}]\n", "\"name\" is each target's own");
}

static void
test_targets_file__keys_are_settings_that_a_target_may_have(UNUSED void **state)
{
	expect_problem("targets: [{name: a, \"POSTGRES_PORT\\0x\": 1}]\n", "\"\" is not a setting");
	expect_problem("targets: [{name: a, POSTGRES_PROT: 1}]\n",
	               "\"POSTGRES_PROT\" is not a setting");
	expect_problem("targets: [{name: a, ? [b] : 1}]\n", "\"\" is not a setting");
	expect_problem("targets: [{name: a, NOETL_TARGETS: b}]\n", "is for the program");
	expect_problem("targets: [{name: a, POSTGRES_PORT: x}]\n", "POSTGRES_PORT: ");
	expect_problem("targets: [{name: a, POSTGRES_HOST: \"a\\0b\"}]\n",
	               "POSTGRES_HOST: must be text");
	expect_problem("targets: [{name: a, POSTGRES_HOST: ~}]\n", "is null in YAML");
	expect_problem("defaults: {POSTGRES_PORT: {a: b}}\ntargets: [{name: a}]\n", "must be text");
	expect_problem("target: [{name: a}]\ntargets: [{name: a}]\n", "only defaults and targets");
}

static void
test_targets_file__what_is_no_list_of_targets_is_a_problem(UNUSED void **state)
{
	expect_problem("", "is empty");
	expect_problem("~", "\"targets\" must be there");
	expect_problem("targets:\n", "\"targets\" must be there");
	expect_problem("targets: []\n", "holds no target");
	expect_problem("targets: &a [*a]\n", "a target is a mapping");
	expect_problem("targets: [", "not YAML");
	expect_problem("defaults: 1\ntargets: [{name: a}]\n", "\"defaults\" must be a mapping");
	expect_problem_of_bytes("a\0b", 3, "not YAML");
}

/* What libyaml does for each token grows with what is open. */
static void
test_targets_file__deep_nesting_is_refused_soon(UNUSED void **state)
{
	cleanup_text struct text deep = TEXT_EMPTY;

	text_append(&deep, "targets: ");
	for (int level = 0; level < 1000000; level++)
		text_append_char(&deep, '[');
	expect_problem_of_bytes(text_bytes(&deep), deep.length_bytes, "100 levels");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_targets_file__names_keep_the_order_of_the_file),
		cmocka_unit_test(test_targets_file__a_target_wins_over_the_defaults_and_over_flags),
		cmocka_unit_test(test_targets_file__a_target_that_is_not_there_is_a_problem),
		cmocka_unit_test(test_targets_file__what_is_there_twice_is_a_problem),
		cmocka_unit_test(test_targets_file__names_are_plain),
		cmocka_unit_test(test_targets_file__keys_are_settings_that_a_target_may_have),
		cmocka_unit_test(test_targets_file__what_is_no_list_of_targets_is_a_problem),
		cmocka_unit_test(test_targets_file__deep_nesting_is_refused_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
