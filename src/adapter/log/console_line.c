#include "adapter/log/console_line.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/time_text.h"

struct level_look
{
	const char *name;
	const char *color; /* SGR sequence, or empty */
};

static const struct level_look level_looks[] = {
	[LOG_DEBUG] = {"debug", "\033[2m"},
	[LOG_INFO] = {"info", ""},
	[LOG_WARNING] = {"warning", "\033[33m"},
	[LOG_ERROR] = {"error", "\033[31m"},
};

enum
{
	/* Names have at most 63, which is checked once the file of targets is read. */
	TARGET_BYTES = 64
};

static const char color_off[] = "\033[0m";

/* A label and the lines of a text, each further line under the first. */
static void
append_paragraph(struct text *text, const char *label, const char *paragraph)
{
	const char *line = paragraph;
	bool is_first = true;

	if (paragraph[0] == '\0')
		return;
	for (;;)
	{
		size_t length = strcspn(line, "\n");

		text_append_format(text, "    %*s", (int)strlen(label), is_first ? label : "");
		/* Only an excerpt keeps its tabs: the line of the caret begins with the same ones. */
		if (label[0] == '\0')
			printable_append_tabbed(text, line, length);
		else
			printable_append_bytes(text, line, length);
		text_append_char(text, '\n');
		if (line[length] == '\0' || line[length + 1] == '\0')
			return;
		line += length + 1;
		is_first = false;
	}
}

static void
append_place(struct text *text, const struct failure_place *place)
{
	if (place->line == 0)
		return;
	text_append(text, "    place: ");
	printable_append(text, place->file);
	text_append_format(text, ":%lld", (long long)place->line);
	if (place->column > 0)
		text_append_format(text, ":%lld", (long long)place->column);
	text_append_char(text, '\n');
	append_paragraph(text, "", place->excerpt);
}

static void
append_target(struct text *text, const char *target)
{
	text_append_char(text, '[');
	printable_append_bytes(text, target, strnlen(target, TARGET_BYTES));
	text_append(text, "] ");
}

void
console_append_text(struct text *text, const struct console_line *line, bool shows_color)
{
	const struct level_look *look = &level_looks[line->level];
	bool is_colored = shows_color && look->color[0] != '\0';
	char time[TIME_TEXT_BYTES];

	time_text(line->unix_ms, TIME_MILLISECONDS, time);
	text_append_format(text, "%s %s%s%s  ", time, is_colored ? look->color : "", look->name,
	                   is_colored ? color_off : "");
	if (line->target != NULL)
		append_target(text, line->target);
	printable_append(text, line->message);
	text_append_char(text, '\n');
	if (line->failure == NULL)
		return;
	append_place(text, &line->failure->place);
	append_paragraph(text, "detail: ", line->failure->detail);
	append_paragraph(text, "sqlstate: ", line->failure->sqlstate);
	append_paragraph(text, "hint: ", line->failure->hint);
}

static void
append_filled_member(struct text *json, const char *name, const char *string)
{
	if (string[0] != '\0')
		json_append_lines_member(json, name, string);
}

static void
append_failure_members(struct text *json, const struct failure *failure)
{
	json_append_text_member(json, "kind", failure_kind_name(failure->kind));
	json_append_number_member(json, "exit_status", (int64_t)failure->kind);
	append_filled_member(json, "sqlstate", failure->sqlstate);
	append_filled_member(json, "detail", failure->detail);
	append_filled_member(json, "hint", failure->hint);
	if (failure->place.line == 0)
		return;
	json_append_text_member(json, "file", failure->place.file);
	json_append_number_member(json, "line", failure->place.line);
	json_append_number_member(json, "column", failure->place.column);
	if (failure->place.excerpt[0] != '\0')
		json_append_tabbed_member(json, "excerpt", failure->place.excerpt);
}

void
console_append_json(struct text *text, const struct console_line *line)
{
	char time[TIME_TEXT_BYTES];

	time_text(line->unix_ms, TIME_MILLISECONDS, time);
	text_append_char(text, '{');
	json_append_text_member(text, "time", time);
	json_append_text_member(text, "level", level_looks[line->level].name);
	if (line->target != NULL)
	{
		cleanup_memory char *target =
			memory_copy_bytes(line->target, strnlen(line->target, TARGET_BYTES));

		json_append_text_member(text, "target", target);
	}
	json_append_text_member(text, "message", line->message);
	if (line->failure != NULL)
		append_failure_members(text, line->failure);
	text_append(text, "}\n");
}
