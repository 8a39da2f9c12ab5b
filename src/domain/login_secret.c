#include "domain/login_secret.h"

#include <string.h>

static void
mark_role(const struct settings *settings, enum setting_key user, const char *role, bool *is_used)
{
	const char *name = settings_text(settings, user);

	*is_used = *is_used || (name != NULL && strcmp(name, role) == 0);
}

void
login_secret_of_role(const struct settings *settings, const char *role,
                     bool used[static SETTING_COUNT])
{
	const struct setting_definition *definition = settings_service_password_definition(role);

	if (definition != NULL && definition->group == SETTING_GROUP_SERVICES)
		used[definition->key] = true;
	mark_role(settings, SETTING_NOETL_USER, role, &used[SETTING_NOETL_PASSWORD]);
	mark_role(settings, SETTING_POSTGRES_USER, role, &used[SETTING_POSTGRES_PASSWORD]);
}

void
login_secret_of_administrator(const struct settings *settings, bool used[static SETTING_COUNT])
{
	bool is_named = settings_is_given(settings, SETTING_NOETL_ADMIN_USER) &&
	                !settings_source_is_libpqs(settings, SETTING_NOETL_ADMIN_USER);
	bool is_workspace_owner = !is_named && settings_is_given(settings, SETTING_POSTGRES_USER);
	bool has_password = settings_is_given(settings, SETTING_POSTGRES_PASSWORD);

	used[SETTING_POSTGRES_PASSWORD] |= is_workspace_owner;
	/* PGPASSWORD may be the password of POSTGRES_USER. */
	used[SETTING_NOETL_ADMIN_PASSWORD] |= !is_workspace_owner || !has_password;
}
