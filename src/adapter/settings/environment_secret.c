#include "adapter/settings/environment_secret.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/connection_uri.h"

/* The value, if the variable has this name. */
static char *
value_of_variable(char *variable, const char *name)
{
	size_t length = strlen(name);

	return strncmp(variable, name, length) == 0 && variable[length] == '=' ? variable + length + 1
	                                                                       : NULL;
}

/* A name may occur more than once: getenv() sees the first, /proc/PID/environ all of them. */
static void
overwrite(const char *name)
{
	for (char **variable = environ; variable != NULL && *variable != NULL; variable++)
	{
		char *value = value_of_variable(*variable, name);

		if (value != NULL)
			explicit_bzero(value, strlen(value));
	}
	(void)unsetenv(name); /* NOLINT(concurrency-mt-unsafe) */
}

char *
environment_secret_take(const char *name)
{
	const char *value = getenv(name); /* NOLINT(concurrency-mt-unsafe) */
	char *taken = value != NULL ? memory_copy_text(value) : NULL;

	overwrite(name);
	return taken;
}

/* printf would leave the end of a secret in a buffer on the stack. */
static char *
join(const char *name, const char *value)
{
	struct text variable = TEXT_EMPTY;

	text_append(&variable, name);
	text_append_char(&variable, '=');
	text_append(&variable, value);
	return text_steal(&variable);
}

static void
take_variable(struct environment_secrets *secrets, const char *name)
{
	cleanup_secret char *value = environment_secret_take(name);

	if (value == NULL)
		return;
	*ARRAY_ADD(secrets->variables, secrets->count) = join(name, value);
}

void
environment_secrets_take(struct environment_secrets *secrets)
{
	*secrets = (struct environment_secrets){NULL, 0};
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (setting_definition(key)->is_secret)
			take_variable(secrets, setting_definition(key)->name);
	}
	/* libpq would send it for any login without a password, and it is the administrator's. */
	take_variable(secrets, "PGPASSWORD");
}

const char *
environment_secrets_value(const struct environment_secrets *secrets, const char *name)
{
	for (size_t index = 0; index < secrets->count; index++)
	{
		const char *value = value_of_variable(secrets->variables[index], name);

		if (value != NULL)
			return value;
	}
	return NULL;
}

/* "DATABASE_URL=postgresql://user:password@host" without its password; NULL for what is no URL. */
static char *
variable_without_password(char *variable, const struct setting_definition *definition)
{
	const char *uri = definition != NULL && definition->type == SETTING_TYPE_URI
	                      ? value_of_variable(variable, definition->name)
	                      : NULL;
	cleanup_secret char *stripped =
		uri != NULL && connection_uri_has_scheme(uri) ? connection_uri_without_password(uri) : NULL;

	return stripped != NULL ? join(definition->name, stripped) : NULL;
}

/* NULL: it is PGPASSWORD, which is no setting. */
static const struct setting_definition *
definition_of(const char *variable)
{
	cleanup_memory char *name = memory_copy_bytes(variable, strcspn(variable, "="));

	return setting_definition_by_name(name);
}

void
environment_secrets_keep(struct environment_secrets *secrets, const bool used[static SETTING_COUNT])
{
	const char *name = setting_definition(SETTING_NOETL_ADMIN_PASSWORD)->name;
	const char *password = environment_secrets_value(secrets, name);
	/* What libpq would read ranks below. */
	bool libpqs_is_used =
		used[SETTING_NOETL_ADMIN_PASSWORD] && (password == NULL || password[0] == '\0');
	size_t kept_count = 0;

	for (size_t index = 0; index < secrets->count; index++)
	{
		char *variable = secrets->variables[index];
		const struct setting_definition *definition = definition_of(variable);
		bool is_libpqs = definition == NULL || definition->key == SETTING_DATABASE_URL;

		bool is_used = is_libpqs ? libpqs_is_used : used[definition->key];

		if (definition != NULL && definition->key == SETTING_NOETL_DATABASE_URL)
			is_used = used[SETTING_NOETL_PASSWORD];
		if (is_used)
		{
			secrets->variables[kept_count++] = variable;
			continue;
		}

		char *stripped = variable_without_password(variable, definition);

		memory_wipe_and_free(variable);
		if (stripped != NULL)
			secrets->variables[kept_count++] = stripped;
	}
	secrets->count = kept_count;
}

void
environment_secrets_free(struct environment_secrets *secrets)
{
	for (size_t index = 0; index < secrets->count; index++)
		memory_wipe_and_free(secrets->variables[index]);
	free(secrets->variables);
	*secrets = (struct environment_secrets){NULL, 0};
}
