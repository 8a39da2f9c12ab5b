#include "app/apply/data_once.h"

#include "base/log.h"
#include "domain/script_data.h"

static void
mark_scripts(const struct schema_run *run, enum script_data_rule rule,
             const struct name_list *existing, struct script_data_found *found)
{
	const struct script_data_question question = {rule, run->schema->name, existing};

	script_data_mark(run->schema->scripts, run->schema->script_count, &question, found);
}

static void
mark_by_rule(const struct schema_run *run, enum script_data_rule rule,
             struct script_data_found *found)
{
	*found = (struct script_data_found){.left_out = TEXT_EMPTY};
	if (run->schema->is_file)
		mark_scripts(run, rule, NULL, found);
}

static void
warn_of_left_out(struct schema_run *run, const struct script_data_found *found)
{
	if (found->left_out_count == 0 || run->has_told_left_out)
		return;
	run->has_told_left_out = true;
	log_warning(
		"%s: passed over, as the rows would be added again to what was there before this run: "
		"%s; an INSERT with ON CONFLICT runs each time",
		run->schema->source, text_bytes(&found->left_out));
}

bool
data_once_begin(struct schema_run *run, bool is_resumed, struct failure *failure)
{
	const struct catalog_operations *catalog = run->application->database->catalog;
	const struct managed_schema *schema = run->schema;
	cleanup_script_data_found struct script_data_found found = {.left_out = TEXT_EMPTY};
	cleanup_name_list struct name_list existing = {0};

	if (is_resumed || !script_data_may_repeat(schema->scripts, schema->script_count))
	{
		mark_by_rule(run, DATA_RUNS, &found);
		return true;
	}
	if (!schema->is_file)
		return true;
	if (!catalog->existing_names(run->connection->session, &existing, failure))
		return false;
	script_data_sort(&existing);
	mark_scripts(run, DATA_RUNS_ONCE, &existing, &found);
	warn_of_left_out(run, &found);
	return true;
}

void
data_once_leave_out(const struct schema_run *run)
{
	cleanup_script_data_found struct script_data_found found;

	mark_by_rule(run, DATA_LEFT_OUT, &found);
}

bool
data_once_continue(const struct schema_run *run)
{
	cleanup_script_data_found struct script_data_found found;

	mark_by_rule(run, DATA_OF_REMADE, &found);
	return found.run_count > 0;
}

bool
data_once_shadow(const struct schema_run *run)
{
	cleanup_script_data_found struct script_data_found found;

	mark_by_rule(run, run->shadow_has_all_data ? DATA_RUNS : DATA_IF_NEEDED, &found);
	return found.left_out_count > 0;
}
