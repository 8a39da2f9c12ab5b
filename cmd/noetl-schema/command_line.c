#include "command_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/secret_text.h"
#include "suggestion.h"

/* What is left to read, and where it goes. */
struct reader
{
	const char *const *arguments;
	size_t count;
	size_t next;
	struct command_line *line;
	struct settings *settings;
	const char **words;
	size_t word_count;
};

static const char option_given[] = "true";

static bool
is_choice(const char *choices, const char *value)
{
	size_t value_length = strlen(value);

	for (const char *choice = choices;; choice += strcspn(choice, "|") + 1)
	{
		size_t length = strcspn(choice, "|");

		if (length == value_length && strncmp(choice, value, length) == 0)
			return true;
		if (choice[length] == '\0')
			return false;
	}
}

static bool
is_number_within(const char *value, int64_t least, int64_t greatest)
{
	char *end = NULL;

	errno = 0;
	long long number = strtoll(value, &end, 10);

	return end != value && *end == '\0' && errno == 0 && number >= least && number <= greatest;
}

/* A connection string in a wrong place must not be in a message, and so in a log. */
static bool
check_word(const char *word, struct failure *failure)
{
	if (!secret_text_is_likely(word))
		return true;
	(void)fail(failure, FAILURE_USAGE,
	           "an argument (not shown) looks like a connection string or a password");
	return fail_hint(failure, "Every process may read a command line: a URI goes into the variable "
	                          "DATABASE_URL, a password into the one of its name.");
}

static bool
check_value(const struct option_definition *option, const char *value, struct failure *failure)
{
	if (option->choices != NULL && !is_choice(option->choices, value))
		return fail(failure, FAILURE_USAGE, "--%s takes %s, not \"%s\"", option->name,
		            option->choices, value);
	if (option->greatest > 0 && !is_number_within(value, option->least, option->greatest))
		return fail(failure, FAILURE_USAGE, "--%s takes a whole number from %lld, not \"%s\"",
		            option->name, (long long)option->least, value);
	return true;
}

static bool
take_option(struct reader *reader, const struct option_definition *option, const char *value,
            struct failure *failure)
{
	if (option->option != OPTION_FILE && option->option != OPTION_OUTPUT_FILE &&
	    !check_word(value, failure))
		return false;
	if (!option_shares_name(option) && !check_value(option, value, failure))
		return false;
	if (option->option == OPTION_FILE)
		reader->line->files[reader->line->file_count++] = value;
	reader->line->values[option_index(option->option)] = value;
	return true;
}

static bool
take_match(struct reader *reader, const struct option_match *match, const char *shown,
           const char *value, struct failure *failure)
{
	bool takes_value = match->option != NULL ? match->option->placeholder != NULL
	                                         : match->setting->type != SETTING_TYPE_FLAG;

	if (value == NULL && takes_value && reader->next < reader->count)
		value = reader->arguments[reader->next++];
	if (value == NULL && takes_value)
		return fail(failure, FAILURE_USAGE, "%s needs a value", shown);
	if (value != NULL && match->option != NULL && !takes_value)
		return fail(failure, FAILURE_USAGE, "%s takes no value", shown);
	if (value == NULL)
		value = option_given;
	if (match->option != NULL)
		return take_option(reader, match->option, value, failure);

	cleanup_memory char *origin = memory_format("--%s", match->setting->flag);

	settings_offer(reader->settings, match->setting->key, SETTING_FROM_FLAG, origin, value);
	return true;
}

/* --name, --name VALUE, --name=VALUE */
static bool
read_long_option(struct reader *reader, const char *argument, struct failure *failure)
{
	size_t name_length = strcspn(argument + 2, "=");
	cleanup_memory char *name = memory_copy_bytes(argument + 2, name_length);
	cleanup_memory char *shown = memory_format("--%s", name);
	const char *value = argument[2 + name_length] == '=' ? argument + 2 + name_length + 1 : NULL;
	struct option_match match = option_match_name(name);

	if (match.option == NULL && match.setting == NULL)
	{
		(void)fail(failure, FAILURE_USAGE, "unknown option %s", shown);
		return suggestion_for_option(failure, name);
	}
	return take_match(reader, &match, shown, value, failure);
}

/* -x, -x VALUE, -xVALUE */
static bool
read_short_option(struct reader *reader, const char *argument, struct failure *failure)
{
	struct option_match match = option_match_letter(argument[1]);
	const char shown[] = {'-', argument[1], '\0'};

	if (match.option == NULL && match.setting == NULL)
	{
		/* Of "-pSECRET" the message repeats only the letter. */
		(void)fail(failure, FAILURE_USAGE, "unknown option %s", shown);
		return suggestion_for_option(failure, shown + 1);
	}
	return take_match(reader, &match, shown, argument[2] != '\0' ? argument + 2 : NULL, failure);
}

static bool
read_arguments(struct reader *reader, struct failure *failure)
{
	bool options_ended = false;

	while (reader->next < reader->count)
	{
		const char *argument = reader->arguments[reader->next++];

		if (options_ended || argument[0] != '-' || argument[1] == '\0')
		{
			if (!check_word(argument, failure))
				return false;
			reader->words[reader->word_count++] = argument;
		}
		else if (strcmp(argument, "--") == 0)
			options_ended = true;
		else if (argument[1] == '-' ? !read_long_option(reader, argument, failure)
		                            : !read_short_option(reader, argument, failure))
			return false;
	}
	return true;
}

/* The command of the seeds. Drops "db", so that "apply-schema" is left. */
static bool
find_command(struct reader *reader, struct failure *failure)
{
	const char *name = reader->words[0];

	if (strcmp(name, "db") == 0)
	{
		if (reader->word_count < 2 || strcmp(reader->words[1], "apply-schema") != 0)
			return fail(failure, FAILURE_USAGE, "\"db\" must be followed by \"apply-schema\"");
		reader->words++;
		reader->word_count--;
		reader->line->command = command_find("apply");
		name = "db apply-schema";
	}
	else
		reader->line->command = command_find(name);
	if (reader->line->command != NULL)
		return true;
	(void)fail(failure, FAILURE_USAGE, "unknown command \"%s\"", name);
	return suggestion_for_command(failure, name);
}

static bool
choose_command(struct reader *reader, struct failure *failure)
{
	if (command_line_has(reader->line, OPTION_HELP))
	{
		/* "apply --help" asks for the same as "help apply". */
		reader->line->command = command_find("help");
		reader->line->arguments = reader->words;
		reader->line->argument_count = reader->word_count;
		return true;
	}
	if (command_line_has(reader->line, OPTION_VERSION))
	{
		reader->line->command = command_find("version");
		return true;
	}
	if (reader->word_count == 0)
	{
		(void)fail(failure, FAILURE_USAGE, "no command is given");
		return fail_hint(failure, "\"noetl-schema help\" lists the commands.");
	}
	if (!find_command(reader, failure))
		return false;
	reader->line->arguments = reader->words + 1;
	reader->line->argument_count = reader->word_count - 1;
	return true;
}

static bool
fail_not_taken(struct failure *failure, const struct command *command, const char *option)
{
	(void)fail(failure, FAILURE_USAGE, "\"%s\" takes no --%s", command->name, option);
	return fail_hint(failure, "\"noetl-schema help %s\" lists what it takes.", command->name);
}

/* Now that the command is known, so is what an option means whose name another one has, too. */
static bool
settle_options(const struct reader *reader, struct failure *failure)
{
	const struct command *command = reader->line->command;
	const char **values = reader->line->values;

	for (size_t index = 0; index < OPTION_COUNT; index++)
	{
		const struct option_definition *given = &option_definitions()[index];
		const char *value = values[index];

		if (value == NULL)
			continue;

		const struct option_definition *meant =
			option_of_command(given, command->options | OPTION_HELP | OPTION_VERSION);

		if (meant == NULL)
			return fail_not_taken(failure, command, given->name);
		if (option_shares_name(meant) && !check_value(meant, value, failure))
			return false;
		values[index] = NULL;
		values[option_index(meant->option)] = value;
	}
	return true;
}

/* Everything that was given must mean something to the command. */
static bool
check_given_options(const struct reader *reader, struct failure *failure)
{
	const struct command *command = reader->line->command;

	if (reader->line->argument_count > command->greatest_argument_count)
		return fail(failure, FAILURE_USAGE, "\"%s\" does not know what to do with \"%s\"",
		            command->name, reader->line->arguments[command->greatest_argument_count]);
	if (!settle_options(reader, failure))
		return false;
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);

		if (settings_source(reader->settings, key) == SETTING_FROM_FLAG &&
		    ((command->setting_groups | SETTING_GROUP_LOG) & definition->group) == 0)
			return fail_not_taken(failure, command, definition->flag);
	}
	return true;
}

bool
command_line_parse(struct command_line *line, const char *const *arguments, size_t count,
                   struct settings *settings, struct failure *failure)
{
	*line = (struct command_line){.files = memory_allocate(count + 1, sizeof *line->files),
	                              .words = memory_allocate(count + 1, sizeof *line->words)};
	struct reader reader = {.arguments = arguments,
	                        .count = count,
	                        .line = line,
	                        .settings = settings,
	                        .words = line->words};

	if (!read_arguments(&reader, failure) || !choose_command(&reader, failure))
		return false;
	/* Help must work for options that do not go together. */
	return command_line_has(line, OPTION_HELP) || check_given_options(&reader, failure);
}

void
command_line_take_bundles(struct command_line *line, const struct settings *settings)
{
	static const char separators[] = " ,\t\n";
	const char *bundles = settings_text(settings, SETTING_NOETL_BUNDLES);

	if (bundles == NULL || line->argument_count > 0 || command_line_means_file(line, settings) ||
	    strcmp(line->command->arguments, COMMAND_BUNDLES) != 0)
		return;

	cleanup_memory char *words = memory_copy_text(bundles);
	char *rest = NULL;

	for (char *word = strtok_r(words, separators, &rest); word != NULL;
	     word = strtok_r(NULL, separators, &rest))
		name_list_append(&line->bundles, word);
	line->arguments = (const char *const *)line->bundles.items;
	line->argument_count = line->bundles.count;
}

bool
command_line_means_file(const struct command_line *line, const struct settings *settings)
{
	if (line->file_count > 0)
		return true;
	if ((line->command->options & OPTION_FILE) == 0 ||
	    settings_text(settings, SETTING_NOETL_NAME) == NULL)
		return false;
	return line->argument_count == 0 ||
	       settings_source(settings, SETTING_NOETL_NAME) == SETTING_FROM_FLAG;
}

struct selection
command_line_selection(const struct command_line *line, const struct settings *settings)
{
	return (struct selection){
		.bundles = line->arguments,
		.bundle_count = line->argument_count,
		.files = line->files,
		.file_count = line->file_count,
		.names_file = command_line_means_file(line, settings),
	};
}

void
command_line_free(struct command_line *line)
{
	name_list_free(&line->bundles);
	free(line->words);
	free(line->files);
	*line = (struct command_line){0};
}

bool
command_line_has(const struct command_line *line, enum option option)
{
	return command_line_value(line, option) != NULL;
}

const char *
command_line_value(const struct command_line *line, enum option option)
{
	return line->values[option_index(option)];
}

int64_t
command_line_number(const struct command_line *line, enum option option, int64_t by_default)
{
	const char *value = command_line_value(line, option);

	return value != NULL ? strtoll(value, NULL, 10) : by_default;
}
