#include "adapter/postgres/script/psql_command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	ANY_COUNT = 1000
};

static const char unknown_reason[] = "not SQL";
static const char unknown_hint[] =
	"Take it out of the script; what is to be run by hand runs in psql.";
static const char shell[] = "which runs a command of the shell";
static const char files[] = "which reads or writes files where psql runs";
static const char variables[] = "which gives a variable a value that is known to psql alone";
static const char generated[] = "which runs what a query gives";
static const char conditions[] = "which decides what of the script is run";
static const char asks[] = "which asks a person";
static const char protocol[] = "which runs the query in its own way";
static const char large_objects[] = "which moves large objects between the server and files";

static const char hint_files[] =
	"For data, write COPY ... FROM stdin with the data behind it; for a query, end it with a "
	"semicolon.";
static const char hint_variables[] =
	"Write the value where it is used, or use a DO block with a variable of PL/pgSQL.";
static const char hint_generated[] = "Run it in a DO block with EXECUTE.";
static const char hint_conditions[] =
	"Use IF in a DO block, or give the files that are wanted with --file.";
static const char hint_semicolon[] = "End the query with a semicolon.";

/* The first match counts. */
static const struct psql_command commands[] = {
	{"restrict", PSQL_DUMP_KEY, 1, NULL, NULL},
	{"unrestrict", PSQL_DUMP_KEY, 1, NULL, NULL},
	{"set", PSQL_SET, ANY_COUNT, NULL, NULL},
	{"unset", PSQL_UNSET, 1, NULL, NULL},
	{"encoding", PSQL_ENCODING, 1, NULL, NULL},
	{"connect", PSQL_CONNECT, 5, NULL, NULL},
	{"c", PSQL_CONNECT, 5, NULL, NULL},
	{"g", PSQL_END_STATEMENT, 0, NULL, NULL},
	{"gx", PSQL_END_STATEMENT, 0, NULL, NULL},
	{"q", PSQL_QUIT, 0, NULL, NULL},
	{"quit", PSQL_QUIT, 0, NULL, NULL},
	{"i", PSQL_INCLUDE, 1, NULL, NULL},
	{"ir", PSQL_INCLUDE, 1, NULL, NULL},
	{"include", PSQL_INCLUDE, 1, NULL, NULL},
	{"include_relative", PSQL_INCLUDE, 1, NULL, NULL},

	{"echo", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"qecho", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"warn", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"timing", PSQL_PASS_OVER, 1, NULL, NULL},
	{"pset", PSQL_PASS_OVER, 2, NULL, NULL},
	{"x", PSQL_PASS_OVER, 1, NULL, NULL},
	{"a", PSQL_PASS_OVER, 0, NULL, NULL},
	{"t", PSQL_PASS_OVER, 1, NULL, NULL},
	{"C", PSQL_PASS_OVER, 1, NULL, NULL},
	{"f", PSQL_PASS_OVER, 1, NULL, NULL},
	{"H", PSQL_PASS_OVER, 0, NULL, NULL},
	{"html", PSQL_PASS_OVER, 0, NULL, NULL},
	{"T", PSQL_PASS_OVER, 1, NULL, NULL},
	{"h", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"help", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"?", PSQL_PASS_OVER, 1, NULL, NULL},
	{"copyright", PSQL_PASS_OVER, 0, NULL, NULL},
	{"conninfo", PSQL_PASS_OVER, 0, NULL, NULL},
	{"errverbose", PSQL_PASS_OVER, 0, NULL, NULL},
	{"p", PSQL_PASS_OVER, 0, NULL, NULL},
	{"print", PSQL_PASS_OVER, 0, NULL, NULL},
	{"r", PSQL_PASS_OVER, 0, NULL, NULL},
	{"reset", PSQL_PASS_OVER, 0, NULL, NULL},
	{"l", PSQL_PASS_OVER, 1, NULL, NULL},
	{"l+", PSQL_PASS_OVER, 1, NULL, NULL},
	{"list", PSQL_PASS_OVER, 1, NULL, NULL},
	{"list+", PSQL_PASS_OVER, 1, NULL, NULL},
	{"z", PSQL_PASS_OVER, 1, NULL, NULL},
	{"zS", PSQL_PASS_OVER, 1, NULL, NULL},
	{"sf", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"sf+", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},
	{"sv", PSQL_PASS_OVER, 1, NULL, NULL},
	{"sv+", PSQL_PASS_OVER, 1, NULL, NULL},
	{"d*", PSQL_PASS_OVER, ANY_COUNT, NULL, NULL},

	{"copy", PSQL_REFUSE, 0, files, hint_files},
	{"o", PSQL_REFUSE, 0, files, hint_files},
	{"out", PSQL_REFUSE, 0, files, hint_files},
	{"w", PSQL_REFUSE, 0, files, hint_files},
	{"write", PSQL_REFUSE, 0, files, hint_files},
	{"s", PSQL_REFUSE, 0, files, unknown_hint},
	{"cd", PSQL_REFUSE, 0, "which changes the folder of psql",
     "A path behind \\i is relative to the file that it stands in."},
	{"lo_*", PSQL_REFUSE, 0, large_objects, "Use the functions lo_from_bytea() and lo_unlink()."},
	{"!*", PSQL_REFUSE, 0, shell, unknown_hint},
	{"setenv", PSQL_REFUSE, 0, "which changes the environment of psql", unknown_hint},
	{"getenv", PSQL_REFUSE, 0, variables, hint_variables},
	{"gset", PSQL_REFUSE, 0, variables, hint_variables},
	{"prompt", PSQL_REFUSE, 0, asks, hint_variables},
	{"password", PSQL_REFUSE, 0, asks, "Write ALTER ROLE ... PASSWORD by hand in psql."},
	{"e", PSQL_REFUSE, 0, asks, unknown_hint},
	{"edit", PSQL_REFUSE, 0, asks, unknown_hint},
	{"ef", PSQL_REFUSE, 0, asks, unknown_hint},
	{"ev", PSQL_REFUSE, 0, asks, unknown_hint},
	{"gexec", PSQL_REFUSE, 0, generated, hint_generated},
	{"if", PSQL_REFUSE, 0, conditions, hint_conditions},
	{"elif", PSQL_REFUSE, 0, conditions, hint_conditions},
	{"else", PSQL_REFUSE, 0, conditions, hint_conditions},
	{"endif", PSQL_REFUSE, 0, conditions, hint_conditions},
	{"bind*", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"parse", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"close*", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"gdesc", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"watch", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"crosstabview", PSQL_REFUSE, 0, protocol, hint_semicolon},
	{"*", PSQL_REFUSE, 0, unknown_reason, unknown_hint},
};

static const struct psql_command *
find_command(const char *name, size_t length_bytes)
{
	const struct psql_command *command = commands;

	for (;; command++)
	{
		size_t wanted_bytes = strlen(command->name);

		if (command->name[wanted_bytes - 1] == '*' && wanted_bytes - 1 <= length_bytes &&
		    memcmp(command->name, name, wanted_bytes - 1) == 0)
			return command;
		if (wanted_bytes == length_bytes && memcmp(command->name, name, length_bytes) == 0)
			return command;
	}
}

struct argument_reader
{
	const char *at;
	const char *end;
	const char *problem;
};

static bool
is_blank(char byte)
{
	return strchr(" \t\f\v", byte) != NULL && byte != '\0';
}

/* Without its quotes; two of them stand for one, and a backslash in '...' for what is behind it. */
static void
take_quoted(struct argument_reader *reader, struct text *argument)
{
	char quote = *reader->at++;

	while (reader->at < reader->end)
	{
		char byte = *reader->at++;

		if (byte == quote && (reader->at == reader->end || *reader->at != quote))
			return;
		if ((byte == quote || (byte == '\\' && quote == '\'')) && reader->at < reader->end)
			byte = *reader->at++;
		text_append_char(argument, byte);
	}
	reader->problem = "and has a quote that is left open on its line";
}

static bool
take_argument(struct argument_reader *reader, struct text *argument)
{
	while (reader->at < reader->end && is_blank(*reader->at))
		reader->at++;
	if (reader->at == reader->end || *reader->at == '\\')
		return false;
	while (reader->at < reader->end && !is_blank(*reader->at) && *reader->at != '\\')
	{
		if (*reader->at == '`')
			reader->problem = "and has a command of the shell among its arguments";
		/* psql takes it for a blank: a file with such line ends has the next statement there. */
		if (*reader->at == '\r')
			reader->problem = "and has a carriage return on its line";
		if (*reader->at == '\'' || *reader->at == '"')
			take_quoted(reader, argument);
		else
			text_append_char(argument, *reader->at++);
	}
	return true;
}

static void
read_arguments(struct argument_reader *reader, struct psql_line *line)
{
	for (;;)
	{
		cleanup_text struct text argument = TEXT_EMPTY;

		if (!take_argument(reader, &argument))
			break;
		if (line->argument_count < PSQL_KEPT_ARGUMENTS)
			line->arguments[line->argument_count] = memory_copy_text(text_bytes(&argument));
		line->argument_count++;
	}
}

/* psql itself passes over what is behind \pset, \d and the like: a statement there would be lost. */
static void
check_arguments(struct psql_line *line, const struct argument_reader *reader)
{
	const struct psql_command *command = line->command;

	line->problem = reader->problem;
	if (line->problem == NULL && line->argument_count > command->argument_limit)
		line->problem = "and has something behind it on its line";
	if (line->problem != NULL || command->action != PSQL_DUMP_KEY)
		return;

	const char *key = line->argument_count == 1 ? line->arguments[0] : "";

	if (key[0] == '\0' || strpbrk(key, ";'\"-/") != NULL || reader->at < reader->end)
		line->problem = "and takes one key of letters and digits";
}

void
psql_line_read(const char *text, size_t length_bytes, struct psql_line *line)
{
	struct argument_reader reader = {.at = text + 1, .end = text + length_bytes};
	struct psql_line read = {.name_bytes = 0};

	while (reader.at < reader.end && strchr(" \t\f\v\r\\;'\"", *reader.at) == NULL)
		reader.at++;
	read.name_bytes = (size_t)(reader.at - text) - 1;
	read.command = find_command(text + 1, read.name_bytes);
	if (read.command->action != PSQL_REFUSE)
	{
		read_arguments(&reader, &read);
		check_arguments(&read, &reader);
	}
	/* \g with a file, or with settings for how a result is shown. */
	if (read.command->action == PSQL_END_STATEMENT && read.problem != NULL)
		read.problem = "and would write the result to a file or in a form of its own";
	read.length_bytes = (size_t)(reader.at - text);
	*line = read;
}

void
psql_line_free(struct psql_line *line)
{
	for (size_t index = 0; index < PSQL_KEPT_ARGUMENTS; index++)
		free(take(line->arguments[index]));
}
