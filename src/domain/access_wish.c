#include "domain/access_wish.h"

#include <stdlib.h>
#include <string.h>

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

static bool
is_same(const char *left, const char *right)
{
	return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static char *
copy_or_null(const char *text)
{
	return text != NULL ? memory_copy_text(text) : NULL;
}

static const char *
path_schema(const struct access_names *names, const struct target *target)
{
	if (is_same(target->owner, names->platform_owner) &&
	    is_same(target->database, names->platform_database))
		return names->platform_schema;
	if (is_same(target->owner, names->workspace_owner) &&
	    is_same(target->database, names->workspace_database))
		return names->workspace_schema;
	return target->schema;
}

/* Gives the role's wish, made now or before. */
static const struct role_wish *
add_role(struct access_wish *wish, const struct settings *settings,
         const struct access_names *names, const char *name, const char *home)
{
	for (size_t index = 0; index < wish->role_count; index++)
	{
		if (is_same(wish->roles[index].name, name))
			return &wish->roles[index];
	}
	bool is_person_of_the_seeds =
		is_same(name, names->platform_owner) || is_same(name, names->workspace_owner);

	wish->roles = memory_resize(wish->roles, wish->role_count + 1, sizeof *wish->roles);
	wish->roles[wish->role_count] = (struct role_wish){
		.name = memory_copy_text(name),
		.home = memory_copy_text(home),
		.can_login = is_person_of_the_seeds || login_owner_has_password(settings, name),
		.creates_databases = is_same(name, names->workspace_owner),
	};
	return &wish->roles[wish->role_count++];
}

static struct database_wish *
add_database(struct access_wish *wish, const struct access_names *names, const char *name,
             const char *owner)
{
	for (size_t index = 0; index < wish->database_count; index++)
	{
		if (is_same(wish->databases[index].name, name))
			return &wish->databases[index];
	}
	const char *stranger =
		is_same(owner, names->workspace_owner) ? names->platform_owner : names->workspace_owner;

	wish->databases =
		memory_resize(wish->databases, wish->database_count + 1, sizeof *wish->databases);
	wish->databases[wish->database_count] = (struct database_wish){
		.name = memory_copy_text(name),
		.owner = memory_copy_text(owner),
		.stranger = is_same(stranger, owner) ? NULL : copy_or_null(stranger),
	};
	return &wish->databases[wish->database_count++];
}

static void
add_name(struct name_list *names, const char *name)
{
	if (!name_list_contains(names, name))
		name_list_append(names, name);
}

/* A role that works in a database that is not its own. */
static void
add_guest(struct database_wish *database, const char *role, bool can_login)
{
	if (can_login && !is_same(database->owner, role))
		add_name(&database->guests, role);
}

static void
add_schema(struct access_wish *wish, const struct access_names *names, const struct target *target)
{
	wish->schemas = memory_resize(wish->schemas, wish->schema_count + 1, sizeof *wish->schemas);
	wish->schemas[wish->schema_count++] = (struct schema_wish){
		.database = memory_copy_text(target->database),
		.name = memory_copy_text(target->schema),
		.owner = memory_copy_text(target->owner),
		.ledger_schema = memory_copy_text(target->ledger_schema),
		.path_schema = memory_copy_text(path_schema(names, target)),
		/* Who works in the workspace shares what they like; the platform shares nothing. */
		.closes_functions = !is_same(target->owner, names->workspace_owner),
		.extensions = target->extensions,
		.extension_count = target->extension_count,
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
access_wish_make(const struct settings *settings, const struct target *targets, size_t target_count,
                 struct access_wish *wish)
{
	struct access_names names = access_names_from(settings);
	struct access_wish made = {.administrator = administrator_name(settings)};

	for (size_t index = 0; index < target_count; index++)
	{
		const struct target *target = &targets[index];
		const char *owner = database_owner(settings, target->database, target->owner);
		struct database_wish *database = add_database(&made, &names, target->database, owner);

		(void)add_role(&made, settings, &names, owner, target->database);
		bool can_login =
			add_role(&made, settings, &names, target->owner, target->database)->can_login;

		add_guest(database, target->owner, can_login);
		add_schema(&made, &names, target);
	}
	*wish = made;
}

static void
free_database(struct database_wish *database)
{
	name_list_free(&database->guests);
	free(database->name);
	free(database->owner);
	free(database->stranger);
}

void
access_wish_free(struct access_wish *wish)
{
	for (size_t index = 0; index < wish->role_count; index++)
	{
		free(wish->roles[index].name);
		free(wish->roles[index].home);
	}
	for (size_t index = 0; index < wish->database_count; index++)
		free_database(&wish->databases[index]);
	for (size_t index = 0; index < wish->schema_count; index++)
	{
		free(wish->schemas[index].database);
		free(wish->schemas[index].name);
		free(wish->schemas[index].owner);
		free(wish->schemas[index].ledger_schema);
		free(wish->schemas[index].path_schema);
	}
	free(wish->roles);
	free(wish->databases);
	free(wish->schemas);
	free(wish->administrator);
	*wish = (struct access_wish){0};
}
