#include "adapter/settings/environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/settings/service_file.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/settings_lookalike.h"
#include "domain/settings_typo.h"

struct libpq_variable
{
	const char *name;
	enum setting_key key;
};

/*
 * libpq, "Environment Variables". The user is the administrator: owners have settings of their own.
 */
static const struct libpq_variable libpq_variables[] = {
	{"PGHOST", SETTING_POSTGRES_HOST},     {"PGPORT", SETTING_POSTGRES_PORT},
	{"PGUSER", SETTING_NOETL_ADMIN_USER},  {"PGDATABASE", SETTING_NOETL_ADMIN_DB},
	{"PGREQUIREAUTH", SETTING_NOETL_AUTH},
};

/* libpq itself would ignore the settings by it, and use another address than the host's. */
static const char *const unserved_variables[] = {"PGHOSTADDR"};

/*
 * The program reads the service file itself: libpq would take from it what no setting has checked.
 * Settings may be read again, when the variables are gone.
 */
static char *service_name;
static char *service_path;

/* There are no threads yet that could read the environment while it changes. */
static const char *
environment_value(const char *name)
{
	return getenv(name); /* NOLINT(concurrency-mt-unsafe) */
}

/* A name in the environment may belong to any program, and a misspelt one to this program. */
static void
note_typos(struct settings *settings)
{
	/* clearenv() leaves no list at all. */
	for (char **variable = environ; variable != NULL && *variable != NULL; variable++)
	{
		cleanup_memory char *name = memory_copy_bytes(*variable, strcspn(*variable, "="));

		if (setting_definition_by_name(name) != NULL)
			continue;
		settings_typo_note(settings, name, "environment");
		settings_lookalike_note_variable(settings, name);
	}
}

/* Call before any use of libpq, and so in the first reading only. */
static void
drop_unserved_variables(struct settings *settings)
{
	static const char kerberos[] = "PGGSSENCMODE";
	const char *encryption = environment_value(kerberos);

	for (size_t index = 0; index < COUNT_OF(unserved_variables); index++)
	{
		const char *name = unserved_variables[index];

		if (environment_value(name) == NULL)
			continue;
		settings_add_note(settings, true, "%s (environment) is ignored: it is not supported", name);
		(void)unsetenv(name); /* NOLINT(concurrency-mt-unsafe) */
	}
	/* A demand for encryption must not be dropped. */
	if (encryption != NULL && strcmp(encryption, "require") == 0)
		settings_add_problem(settings,
		                     "%s (environment): \"require\" is not supported; "
		                     "PGSSLMODE=verify-full encrypts by TLS",
		                     kerberos);
}

void
environment_read(struct settings *settings, const struct environment_secrets *secrets)
{
	note_typos(settings);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);
		const char *value = definition->is_secret
		                        ? environment_secrets_value(secrets, definition->name)
		                        : environment_value(definition->name);

		if (value != NULL)
			settings_offer(settings, key, SETTING_FROM_ENVIRONMENT, "environment", value);
	}
}

/* Where libpq itself looks; named, so that who logs in and what is missing follows from settings alone. */
static void
read_home(struct settings *settings)
{
	const char *home = environment_value("HOME");

	if (home == NULL || home[0] == '\0')
		return;

	cleanup_memory char *path = memory_format("%s/.pgpass", home);

	if (access(path, R_OK) == 0)
		settings_offer(settings, SETTING_PGPASSFILE, SETTING_FROM_LIBPQ, "home folder", path);
}

static void
take_service(void)
{
	const char *service = environment_value("PGSERVICE");
	const char *path = environment_value("PGSERVICEFILE");
	const char *home = environment_value("HOME");

	if (service != NULL && service[0] != '\0')
	{
		free(service_name);
		free(service_path);
		service_name = memory_copy_text(service);
		service_path = path != NULL && path[0] != '\0'
		                   ? memory_copy_text(path)
		                   : memory_format("%s/.pg_service.conf", home != NULL ? home : "");
	}
	(void)unsetenv("PGSERVICE");     /* NOLINT(concurrency-mt-unsafe) */
	(void)unsetenv("PGSERVICEFILE"); /* NOLINT(concurrency-mt-unsafe) */
}

/* Other processes of a run on many targets would not find the variables any more. */
static void
read_service(struct settings *settings)
{
	take_service();
	if (service_name == NULL)
		return;
	if (settings_text(settings, SETTING_TARGETS) != NULL)
		settings_add_problem(settings, "PGSERVICE (environment) is not supported together with "
		                               "NOETL_TARGETS: the file of targets says who logs in");
	else
		service_file_read(settings, service_path, service_name);
}

void
environment_read_libpq(struct settings *settings, const struct environment_secrets *secrets)
{
	const char *password = environment_secrets_value(secrets, "PGPASSWORD");

	drop_unserved_variables(settings);
	read_home(settings);
	for (size_t index = 0; index < COUNT_OF(libpq_variables); index++)
	{
		const struct libpq_variable *variable = &libpq_variables[index];
		const char *value = environment_value(variable->name);

		if (value == NULL)
			continue;

		cleanup_memory char *origin = memory_format("environment, %s", variable->name);

		settings_offer(settings, variable->key, SETTING_FROM_LIBPQ, origin, value);
	}
	if (password != NULL)
		settings_offer(settings, SETTING_NOETL_ADMIN_PASSWORD, SETTING_FROM_LIBPQ,
		               "environment, PGPASSWORD", password);
	/* Last, so that it wins over PGHOST and its like: libpq has it so too. */
	read_service(settings);
}
