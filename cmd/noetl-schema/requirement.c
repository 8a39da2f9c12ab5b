#include "requirement.h"

#include "base/cleanup.h"
#include "command_line.h"
#include "domain/login.h"
#include "output.h"

static const char default_bundle[] = "noetl";

static bool
require_owners(const struct application *application, const char *bundle, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list schemas = {0};
	const struct bundle_source *bundles = application->bundles;

	if (!bundles->resolve(bundles->context, bundle, application->settings, &schemas, failure))
		return false;
	for (size_t index = 0; index < schemas.count; index++)
		login_require_owner(application->settings, schemas.items[index].owner);
	return true;
}

static bool
require_logins(const struct command_context *context, struct failure *failure)
{
	const struct command_line *line = context->line;
	struct settings *settings = context->application->settings;
	bool takes_bundles = line->command->takes_bundles;
	bool means_file = command_line_means_file(line, settings);
	size_t bundle_count = takes_bundles ? line->argument_count : 0;

	if (line->command->provisions && settings_flag(settings, SETTING_ENSURE_ROLE))
		login_require_administrator(settings);
	if (means_file)
		login_require_owner(settings, settings_text(settings, SETTING_NOETL_USER));
	for (size_t index = 0; index < bundle_count; index++)
	{
		if (!require_owners(context->application, line->arguments[index], failure))
			return false;
	}
	if (means_file || bundle_count > 0)
		return true;
	return require_owners(context->application, default_bundle, failure);
}

static bool
require_form(const struct command_context *context, struct failure *failure)
{
	const struct command *command = context->line->command;

	if ((command->setting_groups & SETTING_GROUP_OUTPUT) == 0 || command->writes_sql ||
	    !command->reads_settings || !output_is_sql(context->application->settings))
		return true;
	fail(failure, FAILURE_SETTINGS, "command \"%s\" does not write SQL", command->name);
	return fail_hint(failure, "Set --output (NOETL_OUTPUT) to text or json.");
}

bool
requirement_check(const struct command_context *context, struct failure *failure)
{
	const struct command *command = context->line->command;

	if (!require_form(context, failure))
		return false;
	if (!command->connects)
		return true;
	if (!require_logins(context, failure))
		return false;
	return settings_check(context->application->settings, failure) ||
	       fail_hint(failure,
	                 "\"noetl-schema config\" shows every setting and where it comes from.");
}
