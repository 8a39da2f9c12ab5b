#include "app/selection.h"

#include <string.h>

static bool
means_files(const struct selection *selection)
{
	return selection->file_count > 0 || selection->names_file;
}

static bool
resolve_bundles(const struct application *application, const struct selection *selection,
                struct managed_schema_list *schemas, struct failure *failure)
{
	static const char *const by_default[] = {"noetl"};
	const struct bundle_source *source = application->bundles;
	bool nothing_was_named = selection->bundle_count == 0 && !means_files(selection);
	const char *const *names = nothing_was_named ? by_default : selection->bundles;
	size_t count = nothing_was_named ? 1 : selection->bundle_count;

	for (size_t index = 0; index < count; index++)
	{
		if (!source->resolve(source->context, names[index], application->settings, schemas,
		                     failure))
			return false;
	}
	return true;
}

static bool
resolve_files(const struct application *application, const struct selection *selection,
              struct managed_schema_list *schemas, struct failure *failure)
{
	const struct bundle_source *source = application->bundles;
	const struct bundle_files files = {selection->files, selection->file_count};

	if (means_files(selection) && selection->needs_ddl && selection->file_count == 0)
	{
		(void)fail(failure, FAILURE_USAGE, "the DDL of \"%s\" is not given",
		           settings_text(application->settings, SETTING_NOETL_NAME));
		return fail_hint(failure, "--name says what the DDL of --file FILE is called; without "
		                          "files it serves verify, status and wait.");
	}
	return !means_files(selection) ||
	       source->resolve_files(source->context, &files, application->settings, schemas, failure);
}

static bool
scan_files(const struct application *application, struct managed_schema_list *schemas,
           struct failure *failure)
{
	for (size_t index = 0; index < schemas->count; index++)
	{
		struct managed_schema *schema = &schemas->items[index];

		for (size_t script = 0; schema->is_file && script < schema->script_count; script++)
		{
			if (!application->database->script->scan(&schema->scripts[script], failure))
				return false;
			if (schema->scripts[script].part_count > 0)
				application->bundles->checksum(schema);
		}
	}
	return true;
}

bool
selection_resolve(const struct application *application, const struct selection *selection,
                  struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list found = {0};

	if (!resolve_bundles(application, selection, &found, failure) ||
	    !resolve_files(application, selection, &found, failure) ||
	    !scan_files(application, &found, failure))
		return false;
	*schemas = found;
	found = (struct managed_schema_list){0};
	return true;
}

/* Two schemas of one bundle that are beside each other. */
static bool
shares_database(const struct managed_schema *left, const struct managed_schema *right)
{
	return strcmp(left->bundle, right->bundle) == 0 && left->is_file == right->is_file &&
	       strcmp(left->database, right->database) == 0;
}

static bool
check_scope(const struct managed_schema_list *schemas, size_t index, struct failure *failure)
{
	const struct managed_schema *schema = &schemas->items[index];

	for (size_t other = 0; other < index && schema->managed_scope == MANAGED_DATABASE; other++)
	{
		if (!shares_database(schema, &schemas->items[other]))
			continue;
		fail(
			failure, FAILURE_SETTINGS,
			"NOETL_MANAGED_SCHEMAS is \"*\", and bundle %s has several schemas in database \"%s\": "
			"each would manage those of the others",
			schema->bundle, schema->database);
		return fail_hint(failure, "Name the bundle in a run of its own, without \"*\".");
	}
	return true;
}

bool
selection_resolve_managed(const struct application *application, const struct selection *selection,
                          struct managed_schema_list *schemas, struct failure *failure)
{
	cleanup_managed_schema_list struct managed_schema_list found = {0};

	if (!selection_resolve(application, selection, &found, failure))
		return false;
	for (size_t index = 0; index < found.count; index++)
	{
		if (!managed_schema_take_scope(&found.items[index], application->settings, failure) ||
		    !check_scope(&found, index, failure))
			return false;
	}
	*schemas = found;
	found = (struct managed_schema_list){0};
	return true;
}
