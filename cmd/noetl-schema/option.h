#ifndef OPTION_H
#define OPTION_H

/*
 * Options that belong to the command line alone; the flags of settings are in
 * the table of settings.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/settings.h"

enum option
{
	OPTION_FILE = 1 << 0,
	OPTION_FOR = 1 << 1,
	OPTION_ANY = 1 << 2,
	OPTION_ID = 1 << 3,
	OPTION_YES = 1 << 4,
	OPTION_LIMIT = 1 << 5,
	OPTION_FORMAT = 1 << 6,
	OPTION_HELP = 1 << 7,
	OPTION_VERSION = 1 << 8,
	OPTION_OUTPUT_FILE = 1 << 9,
	OPTION_LICENSES = 1 << 10,
	OPTION_CHECK = 1 << 11,
	OPTION_DIAGRAM_FORMAT = 1 << 12, /* --format of another command, with other choices */
	OPTION_DESIRED = 1 << 13
};

enum
{
	OPTION_COUNT = 14
};

struct option_definition
{
	enum option option;
	const char *name;
	char letter;             /* or NUL */
	const char *placeholder; /* NULL: takes no value */
	const char *choices;     /* "database|schema", or NULL */
	int64_t least;           /* numbers only: greatest is 0 for other options */
	int64_t greatest;
	const char *help;
};

/* All of them, OPTION_COUNT rows; the row of a bit is at its place. */
const struct option_definition *option_definitions(void);
const struct option_definition *option_definition(enum option option);
size_t option_index(enum option option);

/* What an argument like --name or -x means: one of the two is set, or neither. */
struct option_match
{
	const struct option_definition *option;
	const struct setting_definition *setting;
};

struct option_match option_match_name(const char *name);
struct option_match option_match_letter(char letter);

/*
 * Two commands may have an option of one name that takes other values: until the command is known,
 * such a name means the first of them. Then it means the one that is among these bits; NULL if none
 * of that name is.
 */
bool option_shares_name(const struct option_definition *option);
const struct option_definition *option_of_command(const struct option_definition *option,
                                                  unsigned int options);

/* The letter of a setting's flag, or NUL. */
char option_setting_letter(enum setting_key key);

/* What help shows for a setting's value: "FILE", "DURATION", "text|json"; NULL for flags. */
const char *option_setting_placeholder(const struct setting_definition *definition);

#endif
