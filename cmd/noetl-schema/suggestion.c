#include "suggestion.h"

#include <stddef.h>
#include <string.h>

#include "base/likely_word.h"
#include "command.h"
#include "option.h"

enum
{
	GREATEST_DISTANCE = 3
};

struct candidate
{
	const char *word;
	size_t distance;
};

static void
consider(struct candidate *best, const char *word, const char *typed)
{
	size_t distance = likely_word_distance(typed, word, best->distance);

	if (distance < best->distance)
		*best = (struct candidate){.word = word, .distance = distance};
}

/* A word that shares less than half of its letters does not help. */
static bool
is_likely(const struct candidate *best, const char *typed)
{
	return best->word != NULL && best->distance <= GREATEST_DISTANCE &&
	       best->distance * 2 <= strlen(typed);
}

bool
suggestion_for_option(struct failure *failure, const char *name)
{
	struct candidate best = {.distance = LIKELY_WORD_BYTES};

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
	struct candidate best = {.distance = LIKELY_WORD_BYTES};
	size_t count = 0;
	const struct command *table = commands(&count);

	for (size_t index = 0; index < count; index++)
		consider(&best, table[index].name, name);
	if (is_likely(&best, name))
		return fail_hint(failure, "Did you mean \"%s\"?", best.word);
	return fail_hint(failure, "\"noetl-schema help\" lists the commands.");
}
