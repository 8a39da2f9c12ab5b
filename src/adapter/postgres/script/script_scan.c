#include "adapter/postgres/script/script_scan.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/script/script_scan_state.h"
#include "base/array.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/mapped_file.h"
#include "base/stop_signal.h"
#include "base/utf8.h"
#include "domain/statement_rows.h"

enum
{
	BYTE_ORDER_MARK_BYTES = 3,
	REFUSED_WORDS_BYTES = 40, /* of a refused statement, in the message */
	PIECE_BYTES = 16384,      /* of the script, at least, that the lexer is fed at once */
	CHECKED_BYTES = 1 << 20   /* that are looked through before they are let go */
};

/* What psql always knows, and a script may well use. */
static const char *const given_variables[] = {"DBNAME", "USER", "HOST", "PORT"};

DEFINE_CLEANUP(cleanup_lexer_pointer, struct script_lexer *, script_lexer_free)

bool
scan_fail_at(const struct scan *scan, size_t offset_bytes, struct failure *failure)
{
	script_place(scan->script, offset_bytes, &failure->place);
	return false;
}

int64_t
scan_line_of(struct scan *scan, size_t offset_bytes)
{
	const struct script *script = scan->script;

	while (scan->counted_bytes < offset_bytes)
	{
		size_t start = scan->counted_bytes;
		size_t end = offset_bytes - start < CHECKED_BYTES ? offset_bytes : start + CHECKED_BYTES;

		for (size_t at = start; at < end; at++)
			scan->counted_lines += script->text[at] == '\n';
		mapped_file_let_go(script->mapping, start, end);
		scan->counted_bytes = end;
	}
	return scan->counted_lines + 1;
}

struct statement *
scan_append_statement(struct scan *scan, size_t start, size_t end, enum statement_class class)
{
	struct script *script = scan->script;

	struct statement *statement = ARRAY_ADD(script->statements, script->statement_count);

	*statement = (struct statement){
		.class = class,
		.offset_bytes = start,
		.length_bytes = end - start,
		.line = scan_line_of(scan, start),
	};
	return statement;
}

void
scan_set_line(struct scan *scan, size_t start)
{
	const struct script *script = scan->script;
	const char *line_feed = memchr(script->text + start, '\n', scan->end_bytes - start);

	scan->line_start = start;
	scan->line_end = line_feed != NULL ? (size_t)(line_feed - script->text) : scan->end_bytes;
	scan->next_line = scan->line_end + (line_feed != NULL);
	if (scan->line_end > start && script->text[scan->line_end - 1] == '\r')
		scan->line_end--;
}

static bool
line_is(const struct scan *scan, const char *text)
{
	size_t length = strlen(text);

	return scan->line_end - scan->line_start == length &&
	       memcmp(scan->script->text + scan->line_start, text, length) == 0;
}

/* A script may end with its last line: then start is behind that line's end. */
bool
scan_is_blank(const struct scan *scan, size_t start, size_t end)
{
	return start >= end ||
	       statement_blank_bytes(scan->script->text + start, end - start) == end - start;
}

/*
 * The data begin with the next line and end before a line "\." or with the script. Lines end as
 * psql has it, with a line feed; a carriage return in front belongs to the end.
 */
static bool
take_copy_data(struct scan *scan, struct statement *statement, struct failure *failure)
{
	scan_set_line(scan, scan->statement_start);
	if (!scan_is_blank(scan, scan->statement_start, scan->line_end))
	{
		(void)fail(failure, FAILURE_SETTINGS,
		           "something stands behind COPY ... FROM stdin on its line");
		(void)fail_hint(failure, "The data of COPY begin with the next line.");
		return scan_fail_at(scan, scan->statement_start, failure);
	}
	statement->data_offset_bytes = scan->next_line;
	while (scan->next_line < scan->end_bytes)
	{
		scan_set_line(scan, scan->next_line);
		mapped_file_let_go(scan->script->mapping, scan->line_start, scan->next_line);
		if (line_is(scan, "\\."))
		{
			statement->data_length_bytes = scan->line_start - statement->data_offset_bytes;
			scan->statement_start = scan->next_line;
			return true;
		}
	}
	statement->data_length_bytes = scan->end_bytes - statement->data_offset_bytes;
	scan->statement_start = scan->next_line;
	return true;
}

static bool
fail_refused(const struct scan *scan, size_t start, size_t end, struct failure *failure)
{
	const char *text = scan->script->text + start;
	size_t shown_bytes = strcspn(text, "\r\n;");

	if (shown_bytes > end - start)
		shown_bytes = end - start;
	if (shown_bytes > REFUSED_WORDS_BYTES)
		shown_bytes = strcspn(text, " \t\r\n;");
	(void)fail(failure, FAILURE_SETTINGS, "%.*s %s", (int)shown_bytes, text,
	           statement_refusal(text, end - start));
	(void)fail_hint(failure, "%s", statement_refusal_hint(text, end - start));
	return scan_fail_at(scan, start, failure);
}

static bool
check_variables(const struct scan *scan, size_t start, size_t end, struct failure *failure)
{
	size_t offset_bytes = 0;
	const char *name = NULL;

	if (!psql_variables_find_use(&scan->variables, scan->script->text + start, end - start,
	                             &offset_bytes, &name))
		return true;
	(void)fail(failure, FAILURE_SETTINGS, ":%s is a variable of psql, which has no value here",
	           name);
	(void)fail_hint(failure, "Write its value in its place.");
	return scan_fail_at(scan, start + offset_bytes, failure);
}

static bool
is_further_row(const struct scan *scan, size_t start, size_t end)
{
	const struct script *script = scan->script;

	return script->statement_count > 0 &&
	       statement_rows_take(script, &script->statements[script->statement_count - 1], start,
	                           end);
}

bool
scan_end_statement(struct scan *scan, size_t end, size_t behind, struct failure *failure)
{
	const char *text = scan->script->text;
	size_t start = scan->statement_start +
	               statement_blank_bytes(text + scan->statement_start, end - scan->statement_start);

	if (!script_marks_take(&scan->marks, scan->script, scan->statement_start, start, failure) ||
	    !script_marks_check_inside(scan->script, start, end, failure))
		return false;
	scan->statement_start = behind;
	if (start == end)
		return true;

	enum statement_class class = statement_classify(text + start, end - start);

	if (class == STATEMENT_REFUSED)
		return fail_refused(scan, start, end, failure);

	if (!check_variables(scan, start, end, failure))
		return false;

	if (class == STATEMENT_TRANSACTIONAL && is_further_row(scan, start, end))
		return true;

	struct statement *statement = scan_append_statement(scan, start, end, class);

	if (!script_marks_apply(&scan->marks, scan->script, statement, failure))
		return false;
	return class != STATEMENT_COPY_STDIN || take_copy_data(scan, statement, failure);
}

/*
 * Whether the lexer may be fed up to the line that begins here and no further. Strings, comments and
 * parentheses it remembers, but not that a string has just ended: in "'a'", a line feed and "'b'"
 * the second goes on with the first, behind blanks and comments too.
 */
static bool
may_part_before(const struct script *script, size_t line_start)
{
	const char *line = script->text + line_start;

	return strchr("'-\r\n", line[strspn(line, " \t\f\v")]) == NULL;
}

/* The end of a piece: whole lines, as few as make PIECE_BYTES. */
static size_t
piece_end(const struct scan *scan, size_t start)
{
	const struct script *script = scan->script;
	size_t end = start + PIECE_BYTES;

	while (end < scan->end_bytes)
	{
		const char *line_feed = memchr(script->text + end, '\n', scan->end_bytes - end);

		if (line_feed == NULL)
			break;
		end = (size_t)(line_feed - script->text) + 1;
		if (end < scan->end_bytes && may_part_before(script, end))
			return end;
	}
	return scan->end_bytes;
}

static bool
scan_piece(struct scan *scan, enum lexer_stop *last_stop, struct failure *failure)
{
	size_t start = scan->fed_bytes;

	scan->fed_bytes = piece_end(scan, start);
	script_lexer_feed(scan->lexer, scan->script->text + start, scan->fed_bytes - start);
	mapped_file_let_go(scan->script->mapping, start, scan->fed_bytes);
	for (;;)
	{
		size_t behind_bytes = 0;

		/* A long script is a long way. */
		if (stop_signal_was_received())
			return stop_signal_fail(failure, "reading the script");
		*last_stop = script_lexer_next(scan->lexer, &behind_bytes);

		size_t behind = start + behind_bytes;

		switch (*last_stop)
		{
			case LEXER_SEMICOLON:
				if (!scan_end_statement(scan, behind - 1, behind, failure))
					return false;
				/* COPY has taken the lines of its data, which are not for the lexer. */
				if (scan->statement_start != behind)
				{
					scan->fed_bytes = scan->statement_start;
					return true;
				}
				break;
			case LEXER_BACKSLASH:
				return scan_take_command(scan, behind - 1, failure);
			case LEXER_END:
			case LEXER_UNFINISHED:
				return true;
		}
	}
}

/* Part by part; none of them ends within a character. */
static size_t
valid_text_bytes(const struct scan *scan, size_t start)
{
	const struct script *script = scan->script;
	size_t at = start;

	while (at < scan->end_bytes)
	{
		size_t end = at + CHECKED_BYTES;

		if (end >= scan->end_bytes)
			end = scan->end_bytes;
		else
			while (end > at + 1 && utf8_is_continuation(script->text[end]))
				end--;

		size_t valid_bytes = script_lexer_valid_bytes(script->text + at, end - at);

		if (valid_bytes < end - at)
			return at + valid_bytes - start;
		mapped_file_let_go(script->mapping, at, end);
		at = end;
	}
	return at - start;
}

bool
scan_check_text(const struct scan *scan, size_t start, struct failure *failure)
{
	size_t valid_bytes = valid_text_bytes(scan, start);

	if (start + valid_bytes == scan->end_bytes)
		return true;

	unsigned char byte = (unsigned char)scan->script->text[start + valid_bytes];

	(void)fail(failure, FAILURE_SETTINGS,
	           byte == 0 ? "the script has a NUL byte in it"
	                     : "the script is not UTF-8: the byte 0x%02x stands where none may",
	           byte);
	(void)fail_hint(failure, byte == 0 ? "Is it a dump in pg_dump's custom format?"
	                                   : "Convert it, for example with iconv -f LATIN1 -t UTF-8, "
	                                     "where LATIN1 is the encoding that it has.");
	/* The excerpt would not be UTF-8 either. */
	(void)scan_fail_at(scan, start + valid_bytes, failure);
	failure->place.excerpt[0] = '\0';
	return false;
}

static bool
scan_end(struct scan *scan, enum lexer_stop last_stop, struct failure *failure)
{
	size_t length_bytes = scan->end_bytes;

	if (last_stop == LEXER_UNFINISHED)
	{
		size_t start = scan->statement_start +
		               statement_blank_bytes(scan->script->text + scan->statement_start,
		                                     length_bytes - scan->statement_start);

		(void)fail(failure, FAILURE_SETTINGS, "the script ends inside %s",
		           script_lexer_open_thing(scan->lexer));
		(void)fail_hint(failure, "Close it in the statement that begins there, unless the end of "
		                         "the file is missing.");
		return scan_fail_at(scan, start, failure);
	}
	/* The last statement may lack its semicolon. */
	return scan->statement_start >= length_bytes ||
	       scan_end_statement(scan, length_bytes, length_bytes, failure);
}

bool
scan_file_to_end(struct scan *scan, struct failure *failure)
{
	enum lexer_stop last_stop = LEXER_END;

	while (scan->fed_bytes < scan->end_bytes)
	{
		if (!scan_piece(scan, &last_stop, failure))
			return false;
	}
	return scan_end(scan, last_stop, failure);
}

static bool
scan_script(struct scan *scan, struct failure *failure)
{
	if (!scan_check_text(scan, 0, failure))
		return false;
	if (strncmp(scan->script->text, "\xEF\xBB\xBF", BYTE_ORDER_MARK_BYTES) == 0)
		scan->fed_bytes = scan->statement_start = BYTE_ORDER_MARK_BYTES;
	for (size_t index = 0; index < COUNT_OF(given_variables); index++)
		psql_variables_set(&scan->variables, given_variables[index]);
	return scan_file_to_end(scan, failure) &&
	       script_marks_check_end(&scan->marks, scan->script, failure);
}

bool
script_scan(struct script *script, struct failure *failure)
{
	__attribute__((cleanup(cleanup_lexer_pointer))) struct script_lexer *lexer = script_lexer_new();
	struct scan_file file = {.path = script->path};
	struct scan scan = {
		.script = script,
		.lexer = lexer,
		.file = &file,
		.end_bytes = script->length_bytes,
	};

	/* What it includes is in its text already. */
	if (script->part_count > 0)
		return true;
	free(take(script->statements));
	script->statement_count = 0;

	bool is_scanned = scan_script(&scan, failure);

	psql_variables_free(&scan.variables);
	return is_scanned;
}
