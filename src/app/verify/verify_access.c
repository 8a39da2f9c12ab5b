#include "app/verify/verify_access.h"

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/desired_access.h"
#include "port/inspection.h"
#include "port/provisioning.h"

static const char hint_provision[] = "Run noetl-schema apply --ensure-role.";

void
verify_access_free(struct verify_access *access)
{
	access_difference_list_free(&access->isolation);
	access_difference_list_free(&access->inside);
}

static bool
is_broken_expectation(const struct definition_difference_list *differences,
                      const struct access_difference *access)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		if (differences->items[index].class != DEFINITION_UNMANAGED &&
		    definition_is_of(differences->items[index].object, access->kind, access->identity))
			return true;
	}
	return false;
}

static bool
ask(const struct verify_work *work, const struct desired_access *desired,
    struct access_question question, struct access_difference_list *differences,
    struct failure *failure)
{
	const struct database *database = work->application->database;

	question.administrator = desired->administrator;
	if (work->administrator != NULL)
		return database->provisioning->compare(work->administrator, &question, differences,
		                                       failure);
	return database->inspection->compare(work->session, &question, differences, failure);
}

static bool
ask_outside(const struct verify_work *work, const struct desired_access *desired,
            struct access_difference_list *differences, struct failure *failure)
{
	struct access_question about_database = {.subject = ACCESS_DATABASE,
	                                         .database = &desired->databases[0]};

	for (size_t index = 0; index < desired->role_count; index++)
	{
		struct access_question about_role = {.subject = ACCESS_ROLE,
		                                     .role = &desired->roles[index]};

		if (!ask(work, desired, about_role, differences, failure))
			return false;
	}
	return ask(work, desired, about_database, differences, failure);
}

static bool
ask_inside(const struct verify_work *work, const struct desired_access *desired,
           struct access_difference_list *differences, struct failure *failure)
{
	const struct schema_spec *schema = &desired->schemas[0];
	struct access_question about_schema = {.subject = ACCESS_SCHEMA, .schema = schema};

	if (!ask(work, desired, about_schema, differences, failure))
		return false;
	for (size_t index = 0; index < schema->extension_count; index++)
	{
		struct access_question about_extension = {.subject = ACCESS_EXTENSION,
		                                          .extension = &schema->extensions[index]};

		if (!ask(work, desired, about_extension, differences, failure))
			return false;
	}
	return true;
}

bool
verify_access_ask(const struct verify_work *work, bool is_inside, struct verify_access *access,
                  struct failure *failure)
{
	cleanup_desired_access struct desired_access desired = {0};

	desired_access_make(work->application->settings, work->report->schema, 1, &desired);
	return ask_outside(work, &desired, &access->isolation, failure) &&
	       (!is_inside || ask_inside(work, &desired, &access->inside, failure));
}

static void
judge(const struct verify_work *work, const struct access_difference_list *access,
      const struct definition_difference_list *differences, bool is_required)
{
	for (size_t index = 0; index < access->count; index++)
	{
		const struct access_difference *difference = &access->items[index];
		bool is_broken = is_required || is_broken_expectation(differences, difference);
		cleanup_memory char *object =
			memory_format("%s %s", object_kind_name(difference->kind), difference->identity);
		bool is_fixable = difference->class == ACCESS_CHANGE || difference->class == ACCESS_ATTEMPT;

		verify_work_add(work,
		                (struct finding){.class = is_broken ? FINDING_BROKEN : FINDING_WARNING,
		                                 .object = object,
		                                 .expected = difference->expected,
		                                 .found = difference->found,
		                                 .hint = is_fixable ? hint_provision : difference->hint});
	}
}

void
verify_access_judge(const struct verify_work *work, const struct verify_access *access,
                    const struct definition_difference_list *differences,
                    bool isolation_is_required)
{
	judge(work, &access->isolation, differences, isolation_is_required);
	judge(work, &access->inside, differences, false);
}

bool
verify_access_tells_of(const struct verify_access *access, const struct definition *definition)
{
	const struct access_difference_list *lists[] = {&access->isolation, &access->inside};

	for (size_t list = 0; list < COUNT_OF(lists); list++)
	{
		for (size_t index = 0; index < lists[list]->count; index++)
		{
			const struct access_difference *difference = &lists[list]->items[index];

			if (definition_is_of(definition, difference->kind, difference->identity))
				return true;
		}
	}
	return false;
}
