#include "domain/desired_access.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "domain/ledger.h"
#include "domain/login.h"

/* The names that the rules speak of. */
struct access_names
{
	const char *platform_database;
	const char *platform_owner;
	const char *platform_schema;
	const char *workspace_database;
	const char *workspace_owner;
	const char *workspace_schema;
};

static struct access_names
access_names_from(const struct settings *settings)
{
	return (struct access_names){
		.platform_database = settings_text(settings, SETTING_NOETL_POSTGRES_DB),
		.platform_owner = settings_text(settings, SETTING_NOETL_USER),
		.platform_schema = settings_text(settings, SETTING_NOETL_SCHEMA),
		.workspace_database = settings_text(settings, SETTING_POSTGRES_DB),
		.workspace_owner = settings_text(settings, SETTING_POSTGRES_USER),
		.workspace_schema = settings_text(settings, SETTING_POSTGRES_SCHEMA),
	};
}

static const char *
path_schema(const struct access_names *names, const struct managed_schema *schema)
{
	if (name_is(schema->owner, names->platform_owner) &&
	    name_is(schema->database, names->platform_database))
		return names->platform_schema;
	if (name_is(schema->owner, names->workspace_owner) &&
	    name_is(schema->database, names->workspace_database))
		return names->workspace_schema;
	return schema->name;
}

/* Returns the specification of the role, adding it if it is new. */
static const struct role_spec *
add_role(struct desired_access *desired, const struct settings *settings,
         const struct access_names *names, const char *name, const char *login_database)
{
	for (size_t index = 0; index < desired->role_count; index++)
	{
		if (name_is(desired->roles[index].name, name))
			return &desired->roles[index];
	}
	bool is_person_of_the_seeds =
		name_is(name, names->platform_owner) || name_is(name, names->workspace_owner);

	struct role_spec *role = ARRAY_ADD(desired->roles, desired->role_count);

	*role = (struct role_spec){
		.name = memory_copy_text(name),
		.login_database = memory_copy_text(login_database),
		.can_login = is_person_of_the_seeds || login_owner_has_password(settings, name),
		.creates_databases = name_is(name, names->workspace_owner),
	};
	return role;
}

static struct database_spec *
add_database(struct desired_access *desired, const struct access_names *names, const char *name,
             const char *owner)
{
	for (size_t index = 0; index < desired->database_count; index++)
	{
		if (name_is(desired->databases[index].name, name))
			return &desired->databases[index];
	}
	const char *barred_role =
		name_is(owner, names->workspace_owner) ? names->platform_owner : names->workspace_owner;

	struct database_spec *database = ARRAY_ADD(desired->databases, desired->database_count);

	*database = (struct database_spec){
		.name = memory_copy_text(name),
		.owner = memory_copy_text(owner),
		.barred_role = name_is(barred_role, owner) ? NULL : memory_copy_text_or_null(barred_role),
	};
	return database;
}

/* Adds a role that works in a database that it does not own. */
static void
add_guest(struct database_spec *database, const char *role, bool can_login)
{
	if (can_login && !name_is(database->owner, role))
		name_list_append_once(&database->extra_logins, role);
}

static void
add_schema(struct desired_access *desired, const struct access_names *names,
           const struct managed_schema *schema)
{
	*ARRAY_ADD(desired->schemas, desired->schema_count) = (struct schema_spec){
		.database = memory_copy_text(schema->database),
		.name = memory_copy_text(schema->name),
		.owner = memory_copy_text(schema->owner),
		.ledger_schema = memory_copy_text(schema->ledger_schema),
		.path_schema = memory_copy_text(path_schema(names, schema)),
		/* PUBLIC may execute what the workspace's owner makes, and nothing of the other owners. */
		.closes_functions = !name_is(schema->owner, names->workspace_owner),
		.extensions = schema->extensions,
		.extension_count = schema->extension_count,
	};
}

static char *
administrator_name(const struct settings *settings)
{
	const struct login_request request = {.as = LOGIN_OF_ADMINISTRATOR};
	struct login login = {0};
	struct failure ignored = {0};

	if (!login_make(settings, &request, &login, &ignored) || login.user == NULL)
		return memory_copy_text("");
	return memory_copy_text(login.user);
}

void
desired_access_make(const struct settings *settings, const struct managed_schema *schemas,
                    size_t schema_count, struct desired_access *desired)
{
	struct access_names names = access_names_from(settings);
	struct desired_access made = {.administrator = administrator_name(settings)};

	for (size_t index = 0; index < schema_count; index++)
	{
		const struct managed_schema *schema = &schemas[index];
		const char *owner = database_owner(settings, schema->database, schema->owner);
		struct database_spec *database = add_database(&made, &names, schema->database, owner);

		(void)add_role(&made, settings, &names, owner, schema->database);
		bool can_login =
			add_role(&made, settings, &names, schema->owner, schema->database)->can_login;

		add_guest(database, schema->owner, can_login);
		add_schema(&made, &names, schema);
	}
	*desired = made;
}

static void
free_database(struct database_spec *database)
{
	name_list_free(&database->extra_logins);
	free(database->name);
	free(database->owner);
	free(database->barred_role);
}

void
desired_access_free(struct desired_access *desired)
{
	for (size_t index = 0; index < desired->role_count; index++)
	{
		free(desired->roles[index].name);
		free(desired->roles[index].login_database);
	}
	for (size_t index = 0; index < desired->database_count; index++)
		free_database(&desired->databases[index]);
	for (size_t index = 0; index < desired->schema_count; index++)
	{
		free(desired->schemas[index].database);
		free(desired->schemas[index].name);
		free(desired->schemas[index].owner);
		free(desired->schemas[index].ledger_schema);
		free(desired->schemas[index].path_schema);
	}
	free(desired->roles);
	free(desired->databases);
	free(desired->schemas);
	free(desired->administrator);
	*desired = (struct desired_access){0};
}
