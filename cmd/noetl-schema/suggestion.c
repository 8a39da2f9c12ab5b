#include "suggestion.h"

#include <stddef.h>
#include <string.h>

#include "command.h"
#include "option.h"

enum
{
	LONGEST_WORD = 40, /* nothing of ours is longer */
	GREATEST_DISTANCE = 3
};

struct candidate
{
	const char *word;
	size_t distance;
};

static size_t
least_of(size_t first, size_t second, size_t third)
{
	size_t least = first < second ? first : second;

	return least < third ? least : third;
}

/* Levenshtein's distance: letters to insert, delete or replace. */
static size_t
edit_distance(const char *left, const char *right)
{
	size_t right_length = strlen(right);
	size_t row[LONGEST_WORD + 1];

	if (strlen(left) > LONGEST_WORD || right_length > LONGEST_WORD)
		return LONGEST_WORD;
	for (size_t column = 0; column <= right_length; column++)
		row[column] = column;
	for (size_t line = 1; left[line - 1] != '\0'; line++)
	{
		size_t diagonal = row[0];

		row[0] = line;
		for (size_t column = 1; column <= right_length; column++)
		{
			size_t replaced = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);

			diagonal = row[column];
			row[column] = least_of(row[column] + 1, row[column - 1] + 1, replaced);
		}
	}
	return row[right_length];
}

static void
consider(struct candidate *best, const char *word, const char *typed)
{
	size_t distance = edit_distance(typed, word);

	if (distance < best->distance)
		*best = (struct candidate){.word = word, .distance = distance};
}

/* A word that shares less than half of its letters is no help. */
static bool
is_likely(const struct candidate *best, const char *typed)
{
	return best->word != NULL && best->distance <= GREATEST_DISTANCE &&
	       best->distance * 2 <= strlen(typed);
}

bool
suggestion_for_option(struct failure *failure, const char *name)
{
	struct candidate best = {.distance = LONGEST_WORD};

	for (size_t index = 0; index < OPTION_COUNT; index++)
		consider(&best, option_definitions()[index].name, name);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_definition(key)->flag != NULL)
			consider(&best, setting_definition(key)->flag, name);
	}
	if (is_likely(&best, name))
		return fail_hint(failure, "Did you mean --%s?", best.word);
	if (strncmp(name, "pass", 4) == 0)
		return fail_hint(failure,
		                 "Passwords have no option, since every process may read a command "
		                 "line: they come from the environment, --config-dir or --config.");
	return fail_hint(failure, "\"noetl-schema help COMMAND\" lists the options of a command.");
}

bool
suggestion_for_command(struct failure *failure, const char *name)
{
	struct candidate best = {.distance = LONGEST_WORD};
	size_t count = 0;
	const struct command *table = commands(&count);

	for (size_t index = 0; index < count; index++)
		consider(&best, table[index].name, name);
	if (is_likely(&best, name))
		return fail_hint(failure, "Did you mean \"%s\"?", best.word);
	return fail_hint(failure, "\"noetl-schema help\" lists the commands.");
}
