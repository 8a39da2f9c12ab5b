#include "app/selection.h"

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
