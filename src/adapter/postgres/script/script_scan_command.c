#include <string.h>
#include <strings.h>

#include "adapter/postgres/script/psql_command.h"
#include "adapter/postgres/script/script_scan_state.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

/* Names of UTF-8 in PostgreSQL's table of encodings, which asks for letters and digits alone. */
static const char *const utf8_names[] = {"utf8", "utf-8", "unicode"};

static bool
fail_command(const struct scan *scan, size_t backslash, const struct psql_line *line,
             const char *reason, struct failure *failure)
{
	const char *hint = line->command->action == PSQL_ENCODING
	                       ? "Convert the script, for example with iconv -t UTF-8, and take the "
	                         "command out."
	                       : line->command->hint;

	(void)fail(failure, FAILURE_SETTINGS, "\\%.*s is a command of psql, %s", (int)line->name_bytes,
	           scan->script->text + backslash + 1, reason);
	if (failure->hint[0] == '\0')
		(void)fail_hint(failure, "%s",
		                hint != NULL ? hint
		                             : "Of psql's commands, those that only change what it shows "
		                               "are passed over.");
	return scan_fail_at(scan, backslash, failure);
}

static const char *
argument(const struct psql_line *line, size_t index)
{
	return index < line->argument_count && index < PSQL_KEPT_ARGUMENTS ? line->arguments[index]
	                                                                   : NULL;
}

static bool
is_utf8(const char *encoding)
{
	for (size_t index = 0; index < COUNT_OF(utf8_names); index++)
	{
		if (strcasecmp(encoding, utf8_names[index]) == 0)
			return true;
	}
	return false;
}

/* An argument of \connect that leaves things as they are. */
static bool
stays(const char *value)
{
	return value == NULL || strcmp(value, "-") == 0;
}

/* pg_dump writes a name with odd characters as a connection string. */
static bool
is_database(const struct script *script, const char *value)
{
	if (script->database == NULL)
		return false;

	cleanup_memory char *quoted = memory_format("dbname='%s'", script->database);
	cleanup_memory char *plain = memory_format("dbname=%s", script->database);

	return strcmp(value, script->database) == 0 || strcmp(value, quoted) == 0 ||
	       strcmp(value, plain) == 0;
}

/* \connect [-reuse-previous=on] DATABASE USER HOST PORT: why it leaves the session, or NULL. */
static const char *
connect_problem(const struct script *script, const struct psql_line *line)
{
	static const char option[] = "-reuse-previous=";
	size_t first = 0;

	if (argument(line, 0) != NULL && strncmp(argument(line, 0), option, sizeof option - 1) == 0)
		first++;
	if (!stays(argument(line, first)) && !is_database(script, argument(line, first)))
		return "and would go to another database";
	for (size_t index = first + 1; index < line->argument_count; index++)
	{
		if (!stays(argument(line, index)))
			return "and would log in as another role or on another server";
	}
	return NULL;
}

static void
quit(struct scan *scan, struct statement *statement)
{
	if (!scan_is_blank(scan, scan->next_line, scan->end_bytes))
	{
		statement->data_offset_bytes = scan->next_line;
		statement->data_length_bytes = scan->end_bytes - scan->next_line;
	}
	scan->statement_start = scan->fed_bytes = scan->end_bytes;
}

/* Why a command cannot be passed over, as the end of the sentence; NULL if it can. */
static const char *
find_problem(struct scan *scan, const struct psql_line *line)
{
	const char *first = argument(line, 0);

	if (line->problem != NULL)
		return line->problem;
	switch (line->command->action)
	{
		case PSQL_REFUSE:
			return line->command->reason;
		case PSQL_SET:
			if (first != NULL && strcmp(first, "SINGLELINE") == 0)
				return "and would end statements with each line";
			if (first != NULL)
				psql_variables_set(&scan->variables, first);
			return NULL;
		case PSQL_UNSET:
			if (first != NULL)
				psql_variables_unset(&scan->variables, first);
			return NULL;
		case PSQL_ENCODING:
			return first == NULL || is_utf8(first)
			           ? NULL
			           : "and would change how the script's bytes are read: it is UTF-8, whatever "
			             "the database is";
		case PSQL_CONNECT:
			return connect_problem(scan->script, line);
		case PSQL_INCLUDE:
			return first == NULL || first[0] == '\0' ? "and lacks the name of a file" : NULL;
		default:
			return NULL;
	}
}

/* Behind a command may stand the next one, or "\\" and SQL; psql goes on there, too. */
static void
go_on_behind(struct scan *scan, size_t behind)
{
	const char *text = scan->script->text;

	if (behind + 1 < scan->line_end && text[behind] == '\\' && text[behind + 1] == '\\')
		behind += 2;
	scan->statement_start = scan->fed_bytes = behind;
}

static bool
take_passed_over(struct scan *scan, size_t backslash, const struct psql_line *line,
                 struct failure *failure)
{
	size_t behind = backslash + line->length_bytes;

	struct statement *statement = scan_append_statement(scan, backslash, behind, STATEMENT_SKIPPED);

	switch (line->command->action)
	{
		case PSQL_QUIT:
			quit(scan, statement);
			return true;
		case PSQL_INCLUDE:
			if (behind != scan->line_end)
				return fail_command(scan, backslash, line,
				                    "and has something behind it on its line", failure);
			return scan_include(scan, backslash, argument(line, 0), failure);
		default:
			go_on_behind(scan, behind);
			return true;
	}
}

bool
scan_take_command(struct scan *scan, size_t backslash, struct failure *failure)
{
	cleanup_psql_line struct psql_line line = {0};

	scan_set_line(scan, backslash);
	/* A carriage return before the line feed may itself be behind a backslash. */
	psql_line_read(scan->script->text + backslash,
	               scan->line_end > backslash ? scan->line_end - backslash : 1, &line);

	const char *problem = find_problem(scan, &line);

	if (problem != NULL)
		return fail_command(scan, backslash, &line, problem, failure);
	if (line.command->action == PSQL_END_STATEMENT)
	{
		size_t behind = backslash + line.length_bytes;

		scan->fed_bytes = behind;
		if (!scan_end_statement(scan, backslash, behind, failure))
			return false;
		if (scan->statement_start > behind)
			scan->fed_bytes = scan->statement_start;
		return true;
	}
	if (!scan_is_blank(scan, scan->statement_start, backslash))
		return fail_command(scan, backslash, &line,
		                    "and stands inside a statement, which may lack its semicolon", failure);
	if (!script_marks_take(&scan->marks, scan->script, scan->statement_start, backslash, failure))
		return false;
	return take_passed_over(scan, backslash, &line, failure);
}
