#include "domain/erd/diagram_dot.h"

#include <string.h>

#include "domain/erd/diagram_words.h"

enum
{
	TITLE_COMMENT_CHARACTERS = 60
};

/* For markup. In its texts, too, Graphviz puts other things in the place of "\N" and the like. */
static const struct diagram_escape markup_escapes[] = {
	{'&', "&amp;"},  {'<', "&lt;"},  {'>', "&gt;"}, {'"', "&quot;"},
	{'\'', "&#39;"}, {'\\', "\\\\"}, {'\0', NULL},
};
/* For strings between quotes. An entity in one is read as its character, so that "&" is one, too. */
static const struct diagram_escape string_escapes[] = {
	{'"', "\\\""},
	{'\\', "\\\\"},
	{'&', "&amp;"},
	{'\0', NULL},
};

static void
append_dot_string(struct text *text, const char *line)
{
	text_append_char(text, '"');
	diagram_append_escaped(text, line, string_escapes);
	text_append_char(text, '"');
}

/* A cell of a table has a tooltip only if it has a place to go to: the empty one. */
static void
append_cell_tooltip(struct text *text, const char *comment)
{
	if (comment == NULL)
		return;
	text_append(text, " href=\"#\" tooltip=\"");
	diagram_append_escaped(text, comment, markup_escapes);
	text_append_char(text, '"');
}

static void
append_title(struct text *text, const struct diagram_table *table)
{
	text_append(text, "<tr><td colspan=\"3\" bgcolor=\"#dde6f0\"");
	append_cell_tooltip(text, table->comment);
	text_append(text, "><b>");
	diagram_append_escaped(text, table->label, markup_escapes);
	text_append(text, "</b>");
	if (table->comment != NULL)
	{
		cleanup_text struct text cut = TEXT_EMPTY;

		diagram_append_cut(&cut, table->comment, TITLE_COMMENT_CHARACTERS);
		text_append(text, "<br/><font point-size=\"9\">");
		diagram_append_escaped(text, text_bytes(&cut), markup_escapes);
		text_append(text, "</font>");
	}
	if (table->partition_key != NULL)
	{
		cleanup_text struct text partitions = TEXT_EMPTY;

		diagram_append_partitions(&partitions, table);
		text_append(text, "<br/><font point-size=\"9\"><i>");
		diagram_append_escaped(text, text_bytes(&partitions), markup_escapes);
		text_append(text, "</i></font>");
	}
	text_append(text, "</td></tr>");
}

static void
append_cell(struct text *text, const char *attributes, const char *comment)
{
	text_append_format(text, "<td align=\"left\"%s", attributes);
	append_cell_tooltip(text, comment);
	text_append_char(text, '>');
}

static void
append_dot_column(struct text *text, const struct diagram_column *column, size_t place)
{
	cleanup_text struct text port = TEXT_EMPTY;

	text_append(text, "\n\t\t\t<tr>");
	text_append_format(&port, " port=\"l%zu\"", place);
	append_cell(text, text_bytes(&port), column->comment);
	text_append_format(text, "<font point-size=\"8\">%s%s%s </font></td>",
	                   column->is_primary ? " PK" : "", column->is_reference ? " FK" : "",
	                   column->is_unique ? " UK" : "");
	append_cell(text, "", column->comment);
	diagram_append_escaped(text, column->name, markup_escapes);
	text_append(text, "</td>");
	text_clear(&port);
	text_append_format(&port, " port=\"r%zu\"", place);
	append_cell(text, text_bytes(&port), column->comment);
	text_append(text, "<font color=\"#555555\">");
	diagram_append_escaped(text, column->type, markup_escapes);
	text_append(text, column->is_required ? " not null" : "");
	text_append(text, "</font></td></tr>");
}

static void
append_node(struct text *text, const struct diagram_table *table, size_t place)
{
	text_append_format(text,
	                   "\t\tt%zu [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" "
	                   "cellpadding=\"3\"%s>",
	                   place, table->is_outside ? " style=\"dashed\"" : "");
	append_title(text, table);
	for (size_t index = 0; index < table->column_count; index++)
		append_dot_column(text, &table->columns[index], index);
	text_append(text, "</table>> tooltip=");
	append_dot_string(text, table->label);
	text_append(text, "];\n");
}

static void
append_cluster(struct text *text, const struct diagram *diagram, size_t place)
{
	struct text_arena shown = {0};

	text_append_format(
		text,
		"\tsubgraph cluster_%zu {\n\t\tstyle=\"rounded\";\n\t\tcolor=\"#888888\";\n\t\tlabel=",
		place);
	append_dot_string(
		text, diagram_line(&shown, diagram->tables[place].name.schema, DIAGRAM_NAME_CHARACTERS));
	text_append(text, ";\n");
	text_arena_free(&shown);
}

/* Where both ends have one column, the edge goes from column to column. */
static bool
find_port(const struct diagram_table *table, const char *column, size_t *place)
{
	for (size_t index = 0; index < table->column_count; index++)
	{
		if (strcmp(table->columns[index].name, column) == 0)
		{
			*place = index;
			return true;
		}
	}
	return false;
}

static void
append_end(struct text *text, const struct diagram *diagram, size_t table, const char *column,
           char side)
{
	size_t port = 0;

	text_append_format(text, "t%zu", table);
	if (find_port(&diagram->tables[table], column, &port))
		text_append_format(text, ":%c%zu:%c", side, port, side == 'r' ? 'e' : 'w');
}

static void
append_edge(struct text *text, const struct diagram *diagram,
            const struct diagram_reference *reference)
{
	/* From one side to the other of the same table an edge would go around it, or across. */
	bool is_loop = reference->to_place == reference->from_place;

	text_append_char(text, '\t');
	append_end(text, diagram, reference->to_place, reference->target_columns, 'r');
	text_append(text, " -> ");
	append_end(text, diagram, reference->from_place, reference->columns, is_loop ? 'r' : 'l');
	text_append_format(
		text, " [arrowtail=%s arrowhead=%s tooltip=", reference->is_optional ? "teeodot" : "teetee",
		reference->is_single ? "teeodot" : "crowodot");
	append_dot_string(text, reference->constraint);
	text_append(text, "];\n");
}

void
diagram_append_dot(struct text *text, const struct diagram *diagram)
{
	text_append(text, "digraph erd {\n"
	                  "\tgraph [rankdir=LR charset=\"UTF-8\" nodesep=0.4 ranksep=1.2 "
	                  "fontname=\"Helvetica,DejaVu Sans,sans-serif\" fontsize=12];\n"
	                  "\tnode [shape=plain fontname=\"Helvetica,DejaVu Sans,sans-serif\" "
	                  "fontsize=11];\n"
	                  "\tedge [dir=both color=\"#444444\"];\n");
	for (size_t index = 0; index < diagram->table_count; index++)
	{
		const struct diagram_table *table = &diagram->tables[index];
		bool is_first = index == 0 ||
		                !diagram_name_shares_schema(&diagram->tables[index - 1].name, &table->name);
		bool is_last = index + 1 == diagram->table_count ||
		               !diagram_name_shares_schema(&diagram->tables[index + 1].name, &table->name);

		if (is_first)
			append_cluster(text, diagram, index);
		append_node(text, table, index);
		if (is_last)
			text_append(text, "\t}\n");
	}
	for (size_t index = 0; index < diagram->reference_count; index++)
		append_edge(text, diagram, &diagram->references[index]);
	text_append(text, "}\n");
}
