#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_SCAN_STATE_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_SCAN_STATE_H

/* What the files of script_scan know together while a script is scanned; for them alone. */

#include "adapter/postgres/script/psql_variable.h"
#include "adapter/postgres/script/script_lexer.h"
#include "adapter/postgres/script/script_marks.h"
#include "domain/script.h"

/* A file that is being read, and the one that includes it. */
struct scan_file
{
	const char *path; /* NULL: standard input */
	const struct scan_file *including;
};

struct scan
{
	struct script *script; /* statements are appended to it */
	struct script_lexer *lexer;
	const struct scan_file *file;
	size_t end_bytes; /* of that file in the script's text */
	size_t fed_bytes; /* what the lexer has been given, or what has been taken past it */
	/* A line of COPY data, or the one that a command of psql stands in. */
	size_t line_start;
	size_t line_end;        /* without the line's end */
	size_t next_line;       /* where the line after it starts */
	size_t statement_start; /* what is behind the last semicolon */
	size_t inclusion_count;
	struct psql_variables variables;
	struct script_marks marks;
	/* Lines are counted on from the last place that was asked for. */
	size_t counted_bytes;
	int64_t counted_lines;
};

/* Puts the place into the failure; returns false. */
bool scan_fail_at(const struct scan *scan, size_t offset_bytes, struct failure *failure);

int64_t scan_line_of(struct scan *scan, size_t offset_bytes);

struct statement *scan_append_statement(struct scan *scan, size_t start, size_t end,
                                        enum statement_class class);

/* Finds the end of the line that begins at start, CR LF counting as one. */
void scan_set_line(struct scan *scan, size_t start);

/* Whether there is nothing but blanks and comments; start may be behind end. */
bool scan_is_blank(const struct scan *scan, size_t start, size_t end);

/* Takes what stands between the last semicolon and the end, if it is more than blank. */
bool scan_end_statement(struct scan *scan, size_t end, size_t behind, struct failure *failure);

/* Reads from where the lexer stands to the end of the file. */
bool scan_file_to_end(struct scan *scan, struct failure *failure);

/* Takes a command of psql; backslash: its offset in the script. */
bool scan_take_command(struct scan *scan, size_t backslash, struct failure *failure);

/* Puts the file of that name behind the line that is set, and reads it; command: where it is named. */
bool scan_include(struct scan *scan, size_t command, const char *name, struct failure *failure);

/* Whether the text of the file that is being read is UTF-8, from there on. */
bool scan_check_text(const struct scan *scan, size_t start, struct failure *failure);

#endif
