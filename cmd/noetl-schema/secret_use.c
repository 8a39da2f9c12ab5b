#include "secret_use.h"

#include <string.h>

#include "domain/login_secret.h"
#include "targets.h"

static const char *const default_bundles[] = {"noetl", NULL};

/* What is being chosen, and from what. */
struct secret_selection
{
	const struct secret_use *use;
	const struct settings *settings;
	bool *used;
};

static bool
is_command(const struct secret_selection *selection, const char *name)
{
	return strcmp(selection->use->line->command->name, name) == 0;
}

static bool
is_setting(const struct secret_selection *selection, enum setting_key key, const char *name)
{
	const char *value = settings_text(selection->settings, key);

	return value != NULL && strcmp(value, name) == 0;
}

/*
 * For the owner of one of the two databases in the settings, which makes the shared objects there.
 */
static void
use_user_of(const struct secret_selection *selection, enum setting_key user)
{
	const char *name = settings_text(selection->settings, user);

	if (name != NULL)
		login_secret_of_role(selection->settings, name, selection->used);
}

static void
use_target(const struct secret_selection *selection, const struct managed_schema *target)
{
	bool is_platform = is_setting(selection, SETTING_NOETL_POSTGRES_DB, target->database);
	bool is_workspace = is_setting(selection, SETTING_POSTGRES_DB, target->database);

	login_secret_of_role(selection->settings, target->owner, selection->used);
	if (is_platform)
		use_user_of(selection, SETTING_NOETL_USER);
	if (is_workspace)
		use_user_of(selection, SETTING_POSTGRES_USER);
}

static bool
use_bundle(const struct secret_selection *selection, const char *bundle)
{
	const struct bundle_source *bundles = selection->use->bundles;
	cleanup_managed_schema_list struct managed_schema_list targets = {0};
	struct failure ignored = {0};

	if (!bundles->resolve(bundles->context, bundle, selection->settings, &targets, &ignored))
		return false;
	for (size_t index = 0; index < targets.count; index++)
	{
		if (targets.items[index].partition_count > 0 || !is_command(selection, "partitions"))
			use_target(selection, &targets.items[index]);
	}
	return true;
}

/* False if a bundle cannot be resolved, which the command reports later. */
static bool
use_bundles(const struct secret_selection *selection)
{
	const struct command_line *line = selection->use->line;
	const struct bundle_source *bundles = selection->use->bundles;
	bool takes_bundles = strcmp(line->command->arguments, COMMAND_BUNDLES) == 0;
	bool is_named = takes_bundles && line->argument_count > 0;
	const char *const *names =
		is_command(selection, "partitions") ? bundles->names(bundles->context) : default_bundles;

	for (size_t index = 0; is_named && index < line->argument_count; index++)
	{
		if (!use_bundle(selection, line->arguments[index]))
			return false;
	}
	for (; !is_named && *names != NULL; names++)
	{
		if (!use_bundle(selection, *names))
			return false;
	}
	return true;
}

/* "init" applies only if a setting says so. */
static bool
provisions(const struct secret_selection *selection)
{
	const struct settings *settings = selection->settings;
	bool only_waits = is_command(selection, "init") &&
	                  !settings_flag(settings, SETTING_NOETL_INIT_DB) &&
	                  !settings_flag(settings, SETTING_NOETL_SCHEMA_VALIDATE);

	return selection->use->line->command->provisions && !only_waits &&
	       settings_flag(settings, SETTING_ENSURE_ROLE);
}

static bool
choose_of_command(const struct secret_selection *selection)
{
	bool verifies = is_command(selection, "verify");

	const struct command_line *line = selection->use->line;
	bool means_file = command_line_means_file(line, selection->settings);

	if (means_file)
		use_user_of(selection, SETTING_NOETL_USER);
	if ((!means_file || line->argument_count > 0) && !use_bundles(selection))
		return false;
	if (verifies)
		use_user_of(selection, SETTING_NOETL_USER);
	if (verifies)
		use_user_of(selection, SETTING_POSTGRES_USER);
	if (verifies || provisions(selection))
		login_secret_of_administrator(selection->settings, selection->used);
	return true;
}

/* The settings of a target decide what it uses, and its process reads them. */
static void
choose_of_fleet(const struct secret_selection *selection, bool *passed_on)
{
	bool may_be_administrator =
		selection->use->line->command->provisions || is_command(selection, "verify");

	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
		passed_on[key] = key != SETTING_NOETL_ADMIN_PASSWORD || may_be_administrator;
}

static void
choose(void *context, const struct settings *settings, struct secret_choice *choice)
{
	const struct secret_use *use = context;
	const struct command *command = use->line->command;
	struct secret_selection selection = {.use = use, .settings = settings, .used = choice->used};

	if (command->targets_phase != PHASE_NONE && targets_are_meant(command, settings))
		choose_of_fleet(&selection, choice->passed_on);
	else if (command->connects && !choose_of_command(&selection))
		memset(choice->used, true, sizeof choice->used);
}

struct secret_chooser
secret_use_chooser(struct secret_use *use)
{
	return (struct secret_chooser){.context = use, .choose = choose};
}
