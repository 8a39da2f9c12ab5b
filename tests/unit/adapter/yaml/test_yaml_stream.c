#include "unit_test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "adapter/yaml/yaml_node.h"
#include "adapter/yaml/yaml_stream.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"

enum
{
	/* Of processor time; what is not bounded takes minutes. */
	LIMIT_MS = 20000,
	MANY = 200000,
	MANY_KEYS = 49000
};

/* What became of a stream. */
struct scene
{
	size_t document_count;
	size_t report_count;
	unsigned long line;
	char *problem; /* the first */
};

static void
count_document(void *context, yaml_document_t *document)
{
	struct scene *scene = context;

	(void)document;
	scene->document_count++;
}

static void
keep_problem(void *context, unsigned long line, const char *problem)
{
	struct scene *scene = context;

	if (scene->report_count++ > 0)
		return;
	scene->line = line;
	scene->problem = memory_copy_text(problem);
}

static void
close_scene(struct scene *scene)
{
	free(scene->problem);
}

static bool
visit(struct scene *scene, const char *bytes, size_t length_bytes)
{
	struct yaml_stream stream = {
		.bytes = bytes,
		.length_bytes = length_bytes,
		.context = scene,
		.visit = count_document,
		.report = keep_problem,
	};

	return yaml_stream_visit(&stream);
}

static void
expect_one_problem(const struct text *yaml, const char *problem)
{
	cleanup_(close_scene) struct scene scene = {0};
	clock_t before = clock();

	bool is_good = visit(&scene, yaml->bytes, yaml->length_bytes);

	if (is_good)
		print_error("taken: %.40s\n", yaml->bytes);
	assert_false(is_good);
	assert_true((clock() - before) / (CLOCKS_PER_SEC / 1000) < LIMIT_MS);
	assert_int_equal(scene.report_count, 1);
	if (strstr(scene.problem, problem) == NULL)
		print_error("\"%s\" lacks \"%s\"\n", scene.problem, problem);
	assert_non_null(strstr(scene.problem, problem));
}

static void
append_many(struct text *yaml, const char *piece)
{
	for (int index = 0; index < MANY; index++)
		text_append(yaml, piece);
}

/* Each of them takes minutes, or all memory, unless it is stopped early. */
static void
test_yaml_stream__bombs_are_refused_at_once(UNUSED void **state)
{
	static const struct
	{
		const char *before;
		const char *piece;
		const char *problem;
	} bombs[] = {
		{"", "[", "100 levels"},
		{"", "{", "100 levels"},
		{"", "{a: ", "100 levels"},
		{"", "- ", "100 levels"},
		{"", "? ", "100 levels"},
		{"", "[\n", "100 levels"},
		{"k: ", "[[", "100 levels"},
		{"", "- &a x\n", "100 anchors"},
		{"", "---\n", "100000 values"},
		{"", "--- x\n...\n", "100000 values"},
		{"", "-\n", "100000 values"},
		{"[", "x,", "100000 values"},
		{"%TAG !a! tag:a\n", "%TAG !a! tag:a\n", "%TAG"},
		{"%YAML 1.1\n", "%YAML 1.1\n", "not YAML"},
	};

	for (size_t index = 0; index < COUNT_OF(bombs); index++)
	{
		cleanup_text struct text yaml = TEXT_EMPTY;

		text_append(&yaml, bombs[index].before);
		append_many(&yaml, bombs[index].piece);
		expect_one_problem(&yaml, bombs[index].problem);
	}
}

/* libyaml compares each directive with every other, and copies the prefix into each tag. */
static void
test_yaml_stream__tag_directives_are_refused(UNUSED void **state)
{
	cleanup_text struct text many = TEXT_EMPTY;
	cleanup_text struct text long_one = TEXT_EMPTY;

	for (int index = 0; index < MANY; index++)
		text_append_format(&many, "%%TAG !a%d! tag:a\n", index);
	text_append(&many, "--- x\n");
	expect_one_problem(&many, "%TAG");
	text_append(&long_one, "%TAG !a! tag:");
	append_many(&long_one, "xxxxxxxxxx");
	text_append(&long_one, "\n--- [");
	append_many(&long_one, "!a!x x,");
	text_append(&long_one, "x]\n");
	expect_one_problem(&long_one, "%TAG");
}

static void
test_yaml_stream__a_huge_scalar_is_read(UNUSED void **state)
{
	cleanup_text struct text yaml = TEXT_EMPTY;
	cleanup_(close_scene) struct scene scene = {0};
	clock_t before = clock();

	text_append(&yaml, "a: ");
	append_many(&yaml, "xxxxx yyyyy zzzzz\n   ");
	assert_true(visit(&scene, yaml.bytes, yaml.length_bytes));
	assert_true((clock() - before) / (CLOCKS_PER_SEC / 1000) < LIMIT_MS);
	assert_int_equal(scene.document_count, 1);
}

static void
test_yaml_stream__bytes_that_are_no_text_are_one_problem(UNUSED void **state)
{
	static const struct text texts[] = {
		{(char *)"a: \0b\n", 6, 0},
		{(char *)"a: \xFF\n", 5, 0},
		{(char *)"a: \xC3", 4, 0},
		{(char *)"a: \x1B[2J\n", 8, 0},
		{(char *)"\xFF\xFE"
	             "a\0:\0",
	     7, 0},
	};

	for (size_t index = 0; index < COUNT_OF(texts); index++)
		expect_one_problem(&texts[index], "not YAML");
}

static void
test_yaml_stream__a_key_that_is_there_twice_is_reported_at_any_depth(UNUSED void **state)
{
	static const char yaml[] =
		"a: 1\nb:\n- c: 1\n  d: 2\n  c: 3\n---\na: {\"\\e[2J\": 1, \"\\e[2J\": 2}\n";
	cleanup_(close_scene) struct scene scene = {0};

	assert_false(visit(&scene, yaml, strlen(yaml)));
	assert_int_equal(scene.report_count, 2);
	assert_int_equal(scene.line, 5);
	assert_string_equal(scene.problem, "c is there twice");
	assert_int_equal(scene.document_count, 2);
}

static clock_t
time_to_visit_keys(int count)
{
	cleanup_text struct text yaml = TEXT_EMPTY;
	cleanup_(close_scene) struct scene scene = {0};

	for (int index = 0; index < count; index++)
		text_append_format(&yaml, "key%d: x\n", index);

	clock_t before = clock();

	assert_true(visit(&scene, yaml.bytes, yaml.length_bytes));
	return clock() - before;
}

/* Each with every other would take a hundred times as long for ten times as many, whatever the machine does. */
static void
test_yaml_stream__many_keys_are_compared_quickly(UNUSED void **state)
{
	clock_t few = time_to_visit_keys(MANY_KEYS / 10);
	clock_t many = time_to_visit_keys(MANY_KEYS);

	assert_true(many < few * 50);
}

static void
test_yaml_stream__the_first_document_can_be_loaded(UNUSED void **state)
{
	static const char yaml[] = "a: first\n---\na: second\n";
	cleanup_(close_scene) struct scene scene = {0};
	struct yaml_stream stream = {
		.bytes = yaml, .length_bytes = strlen(yaml), .context = &scene, .report = keep_problem};
	yaml_document_t document;

	assert_true(yaml_stream_load(&stream, &document));

	const yaml_node_t *root = yaml_document_get_root_node(&document);

	assert_string_equal(yaml_node_text(yaml_node_member(&document, root, "a")), "first");
	assert_null(yaml_node_member(&document, root, "b"));
	yaml_stream_release(&document);
}

/* Last: a stop signal stays for ever. */
static void
test_yaml_stream__a_stop_signal_ends_the_reading(UNUSED void **state)
{
	struct failure failure;
	cleanup_(close_scene) struct scene scene = {0};

	assert_true(stop_signal_install(&failure));
	(void)raise(SIGTERM);
	assert_false(visit(&scene, "a: 1\n", 5));
	assert_int_equal(scene.report_count, 0);
	assert_int_equal(scene.document_count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_yaml_stream__bombs_are_refused_at_once),
		cmocka_unit_test(test_yaml_stream__tag_directives_are_refused),
		cmocka_unit_test(test_yaml_stream__a_huge_scalar_is_read),
		cmocka_unit_test(test_yaml_stream__bytes_that_are_no_text_are_one_problem),
		cmocka_unit_test(test_yaml_stream__a_key_that_is_there_twice_is_reported_at_any_depth),
		cmocka_unit_test(test_yaml_stream__many_keys_are_compared_quickly),
		cmocka_unit_test(test_yaml_stream__the_first_document_can_be_loaded),
		cmocka_unit_test(test_yaml_stream__a_stop_signal_ends_the_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
