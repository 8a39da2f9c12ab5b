#include "domain/rename_comment.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

struct example
{
	const char *comment;
	enum rename_comment_kind kind;
	const char *old;
};

static const struct example examples[] = {
	{"-- @renamed from=old", RENAME_COMMENT_ANNOTATION, "old"},
	{"--@renamed  from=old \t\r", RENAME_COMMENT_ANNOTATION, "old"},
	{"-- the login @renamed from=app.old", RENAME_COMMENT_ANNOTATION, "app.old"},
	{"/* @renamed from=\"Odd \"\"name\"\"\" */", RENAME_COMMENT_ANNOTATION, "\"Odd \"\"name\"\"\""},
	{"/*@renamed from=old*/", RENAME_COMMENT_ANNOTATION, "old"},
	{"/* @renamed from='in progress' */", RENAME_COMMENT_ANNOTATION, "'in progress'"},
	{"-- @rename from=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed form=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from= old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from =old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=old name", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=old-name", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=\"old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=\"\"", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from='old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamed from=app.", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renamedfrom=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @Renamed from=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @renmaed from=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- @rnamed fom=old", RENAME_COMMENT_MISSPELT, NULL},
	{"-- renamed from=old", RENAME_COMMENT_MISSPELT, NULL},
	{"/* renamed from=old */", RENAME_COMMENT_MISSPELT, NULL},
	{"-- was renamed from old", RENAME_COMMENT_NONE, NULL},
	{"-- @removed from=old", RENAME_COMMENT_NONE, NULL},
	{"-- @param from=old", RENAME_COMMENT_NONE, NULL},
	{"-- rename me", RENAME_COMMENT_NONE, NULL},
	{"--", RENAME_COMMENT_NONE, NULL},
	{"/**/", RENAME_COMMENT_NONE, NULL},
	{"/*", RENAME_COMMENT_NONE, NULL},
};

static void
test_rename_comment__is_an_annotation_or_a_slip_or_something_else(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(examples); index++)
	{
		const struct example *example = &examples[index];
		const char *end = example->comment + strlen(example->comment);
		struct script_cursor old = {NULL, NULL};

		print_message("of: %s\n", example->comment);
		assert_int_equal(rename_comment_read(example->comment, end, &old), example->kind);
		if (example->old == NULL)
			continue;
		assert_int_equal(old.end - old.at, strlen(example->old));
		assert_memory_equal(old.at, example->old, strlen(example->old));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rename_comment__is_an_annotation_or_a_slip_or_something_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
