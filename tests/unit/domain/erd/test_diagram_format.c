#include "domain/erd/diagram_format.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

static struct diagram
make_shop(void)
{
	static const struct diagram_column kind_columns[] = {
		{.name = "id", .type = "bigint", .is_required = true, .is_primary = true},
		{.name = "PK", .type = "numeric(10,2)", .is_unique = true, .comment = "Its mark."},
	};
	static const struct diagram_column item_columns[] = {
		{.name = "id", .type = "uk", .is_primary = true, .is_reference = true, .is_required = true},
		{.name = "the kind", .type = "timestamp with time zone", .is_reference = true},
	};
	struct diagram diagram = {0};
	struct diagram_table *table =
		diagram_add_table(&diagram, &(const struct diagram_table){.name = {"d", "shop", "kind"},
	                                                              .comment = "What\nthere is.",
	                                                              .partition_key = "LIST (id)",
	                                                              .partition_count = 2});

	for (size_t index = 0; index < COUNT_OF(kind_columns); index++)
		diagram_add_column(&diagram, table, &kind_columns[index]);
	table =
		diagram_add_table(&diagram, &(const struct diagram_table){.name = {"d", "shop", "item"}});
	for (size_t index = 0; index < COUNT_OF(item_columns); index++)
		diagram_add_column(&diagram, table, &item_columns[index]);
	diagram_add_reference(&diagram, &(const struct diagram_reference){
										.from = {"d", "shop", "item"},
										.to = {"d", "shop", "kind"},
										.columns = "the kind",
										.target_columns = "id",
										.constraint = "fk_kind",
										.is_optional = true,
									});
	diagram_add_reference(&diagram, &(const struct diagram_reference){
										.from = {"d", "shop", "item"},
										.to = {"d", "shop", "kind"},
										.columns = "id",
										.target_columns = "id",
										.constraint = "fk_id",
										.is_single = true,
									});
	diagram_complete(&diagram);
	return diagram;
}

static void
expect(const char *format, const char *expected)
{
	cleanup_diagram struct diagram diagram = make_shop();
	cleanup_text struct text text = TEXT_EMPTY;

	diagram_format_find(format)->append(&text, &diagram);
	assert_string_equal(text_bytes(&text), expected);
}

static void
test_diagram_format__text_has_boxes(UNUSED void **state)
{
	expect("text", "Schema shop of database d\n"
	               "\n"
	               "+-------------------------------+\n"
	               "| item                          |\n"
	               "|-------------------------------|\n"
	               "| id        uk           PK, FK |\n"
	               "| the kind  timestamptz  FK     |\n"
	               "+-------------------------------+\n"
	               "  id |o--|| kind (id)\n"
	               "  the kind >o--o| kind (id)\n"
	               "\n"
	               "+----------------------------------+\n"
	               "| kind: What there is.             |\n"
	               "| 2 partitions by LIST (id)        |\n"
	               "|----------------------------------|\n"
	               "| id  bigint         PK            |\n"
	               "| PK  numeric(10,2)  UK  Its mark. |\n"
	               "+----------------------------------+\n");
}

static void
test_diagram_format__mermaid_has_words_that_it_reads(UNUSED void **state)
{
	expect("mermaid", "erDiagram\n"
	                  "    \"item\" {\n"
	                  "        _uk id PK, FK\n"
	                  "        timestamptz the_kind FK \"column the kind\"\n"
	                  "    }\n"
	                  "    %% has 2 partitions by LIST (id): What there is.\n"
	                  "    \"kind\" {\n"
	                  "        bigint id PK\n"
	                  "        numeric(10_2) _PK UK \"column PK: Its mark.\"\n"
	                  "    }\n"
	                  "    \"kind\" ||--o| \"item\" : \"id\"\n"
	                  "    \"kind\" |o--o{ \"item\" : \"the kind\"\n");
}

static void
test_diagram_format__dot_goes_from_column_to_column(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = make_shop();
	cleanup_text struct text text = TEXT_EMPTY;

	diagram_format_find("dot")->append(&text, &diagram);
	assert_non_null(strstr(text_bytes(&text), "label=\"shop\""));
	assert_non_null(strstr(text_bytes(&text),
	                       "t1:r0:e -> t0:l0:w [arrowtail=teetee arrowhead=teeodot "
	                       "tooltip=\"fk_id\"];"));
	assert_non_null(strstr(text_bytes(&text),
	                       "t1:r0:e -> t0:l1:w [arrowtail=teeodot arrowhead=crowodot "
	                       "tooltip=\"fk_kind\"];"));
}

static void
test_diagram_format__dot_leaves_no_markup_of_others(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};
	cleanup_text struct text text = TEXT_EMPTY;

	(void)diagram_add_table(&diagram, &(const struct diagram_table){
										  .name = {"d", "a\"];x\\", "<b>&amp;]>"},
										  .comment = "\"\\N'",
									  });
	diagram_complete(&diagram);
	diagram_format_find("dot")->append(&text, &diagram);
	assert_non_null(strstr(text_bytes(&text), "label=\"a\\\"];x\\\\\""));
	assert_non_null(strstr(text_bytes(&text), "<b>&lt;b&gt;&amp;amp;]&gt;</b>"));
	assert_non_null(strstr(text_bytes(&text), "tooltip=\"&quot;\\\\N&#39;\""));
	assert_non_null(strstr(text_bytes(&text), "tooltip=\"<b>&amp;amp;]>\""));
}

static void
test_diagram_format__mermaid_leaves_no_directive_of_others(UNUSED void **state)
{
	cleanup_diagram struct diagram diagram = {0};
	cleanup_text struct text text = TEXT_EMPTY;
	struct diagram_table *table = diagram_add_table(
		&diagram, &(const struct diagram_table){
					  .name = {"d", "s", "a\" { }\n%%{init: {}}%%"},
					  .comment = "%%{init: {\"theme\": \"dark\"}}%% <script>#lt;\\`",
				  });

	diagram_add_column(&diagram, table,
	                   &(const struct diagram_column){.name = "x} \"y\"", .type = "\"a\nb\""});
	diagram_complete(&diagram);
	diagram_format_find("mermaid")->append(&text, &diagram);
	assert_string_equal(
		text_bytes(&text),
		"erDiagram\n"
		"    %% #37;#37;#123;init: #123;#34;theme#34;: #34;dark#34;#125;#125;#37;#37; "
		"#60;script#62;#35;lt;#92;#96;\n"
		"    \"a#34; #123; #125;#92;n#37;#37;#123;init: #123;#125;#125;#37;#37;\" {\n"
		"        __a_nb_ x___y_ \"column x#125; #34;y#34;\"\n"
		"    }\n");
}

static void
test_diagram_format__is_found_by_its_name(UNUSED void **state)
{
	assert_true(diagram_format_find("svg")->is_drawn);
	assert_false(diagram_format_find("dot")->is_drawn);
	assert_null(diagram_format_find("png"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_diagram_format__text_has_boxes),
		cmocka_unit_test(test_diagram_format__mermaid_has_words_that_it_reads),
		cmocka_unit_test(test_diagram_format__dot_goes_from_column_to_column),
		cmocka_unit_test(test_diagram_format__dot_leaves_no_markup_of_others),
		cmocka_unit_test(test_diagram_format__mermaid_leaves_no_directive_of_others),
		cmocka_unit_test(test_diagram_format__is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
