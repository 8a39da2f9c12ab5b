#ifndef ADAPTER_POSTGRES_SCRIPT_PSQL_COMMAND_H
#define ADAPTER_POSTGRES_SCRIPT_PSQL_COMMAND_H

/*
 * The commands of psql (\echo, \set, ...) and what a script may do with each of them.
 *
 * None of them is ever run. What only changes what psql shows is passed over; what would reach
 * files, a shell, other databases or variables is refused.
 * Source: the manual's page on psql, "Meta-Commands", of all versions from 13 to 18.
 */

#include <stdbool.h>
#include <stddef.h>

enum psql_action
{
	PSQL_PASS_OVER,
	PSQL_DUMP_KEY, /* of pg_dump: one key of letters and digits, and nothing else on the line */
	PSQL_SET,      /* passed over; its variable may not be used */
	PSQL_UNSET,
	PSQL_ENCODING,      /* passed over if it is UTF-8 */
	PSQL_CONNECT,       /* passed over if it stays where it is */
	PSQL_END_STATEMENT, /* as a semicolon */
	PSQL_QUIT,          /* ends the file */
	PSQL_INCLUDE,
	PSQL_REFUSE
};

struct psql_command
{
	const char *name; /* one that ends with * stands for all that begin so */
	enum psql_action action;
	size_t argument_limit;
	const char *reason; /* of a refusal: the end of a sentence that begins with the command */
	const char *hint;
};

enum
{
	PSQL_KEPT_ARGUMENTS = 5
};

/* A command as it stands in a script. */
struct psql_line
{
	const struct psql_command *command;   /* never NULL: what is not known is refused, too */
	size_t name_bytes;                    /* behind the backslash */
	char *arguments[PSQL_KEPT_ARGUMENTS]; /* the first ones, without their quotes */
	size_t argument_count;
	size_t length_bytes; /* with the backslash, up to the line's end or to the next backslash */
	const char *problem; /* what is wrong with the arguments, as .reason; NULL if nothing is */
};

/* text: the backslash and the rest of its line. The caller releases the line by psql_line_free(). */
void psql_line_read(const char *text, size_t length_bytes, struct psql_line *line);

void psql_line_free(struct psql_line *line);
#define cleanup_psql_line __attribute__((cleanup(psql_line_free)))

#endif
