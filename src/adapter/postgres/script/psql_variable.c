#include "adapter/postgres/script/psql_variable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/script_word.h"

void
psql_variables_set(struct psql_variables *variables, const char *name)
{
	psql_variables_unset(variables, name);
	*ARRAY_ADD(variables->names, variables->count) = memory_copy_text(name);
}

void
psql_variables_unset(struct psql_variables *variables, const char *name)
{
	for (size_t index = 0; index < variables->count; index++)
	{
		if (strcmp(variables->names[index], name) != 0)
			continue;
		free(variables->names[index]);
		variables->names[index] = variables->names[--variables->count];
		return;
	}
}

void
psql_variables_free(struct psql_variables *variables)
{
	for (size_t index = 0; index < variables->count; index++)
		free(variables->names[index]);
	free(take(variables->names));
	variables->count = 0;
}

static bool
is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || ((unsigned char)byte & 0x80);
}

/* The set variable whose name stands here, as :name, :'name', :"name" or :{?name}. */
static const char *
find_name(const struct psql_variables *variables, const char *at, const char *end)
{
	size_t length_bytes = 0;

	if (at < end && (*at == '\'' || *at == '"'))
		at++;
	else if (end - at > 1 && at[0] == '{' && at[1] == '?')
		at += 2;
	while (at + length_bytes < end && is_name_byte(at[length_bytes]))
		length_bytes++;
	for (size_t index = 0; index < variables->count; index++)
	{
		if (strlen(variables->names[index]) == length_bytes &&
		    memcmp(variables->names[index], at, length_bytes) == 0)
			return variables->names[index];
	}
	return NULL;
}

/* Most statements have no such word at all, and need not be read as SQL. */
static bool
may_use(const struct psql_variables *variables, const char *statement, size_t length_bytes)
{
	const char *end = statement + length_bytes;
	const char *colon = statement;

	while ((colon = memchr(colon, ':', (size_t)(end - colon))) != NULL)
	{
		if (find_name(variables, ++colon, end) != NULL)
			return true;
	}
	return false;
}

bool
psql_variables_find_use(const struct psql_variables *variables, const char *statement,
                        size_t length_bytes, size_t *offset_bytes, const char **name)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word word;

	if (variables->count == 0 || !may_use(variables, statement, length_bytes))
		return false;
	for (script_next_word(&cursor, &word); word.text[0] != '\0'; script_next_word(&cursor, &word))
	{
		if (!script_word_is(&word, ":"))
			continue;
		if (cursor.at < cursor.end && *cursor.at == ':')
		{
			cursor.at++; /* a cast */
			continue;
		}
		*name = find_name(variables, cursor.at, cursor.end);
		if (*name != NULL)
		{
			*offset_bytes = (size_t)(cursor.at - statement) - 1;
			return true;
		}
	}
	return false;
}
