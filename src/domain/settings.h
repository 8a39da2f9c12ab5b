#ifndef DOMAIN_SETTINGS_H
#define DOMAIN_SETTINGS_H

/*
 * Every setting of the program, and what it is for this run.
 *
 * One table (settings_definitions) holds every key; the parser of the command
 * line, help, the documentation and the check of ranges all read it. Values come
 * in through settings_offer() from sources of falling rank; the first source of
 * higher rank wins. Nothing in here reads a file or the environment.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

enum setting_key
{
	SETTING_POSTGRES_HOST,
	SETTING_POSTGRES_PORT,
	SETTING_POSTGRES_DB,
	SETTING_POSTGRES_SCHEMA,
	SETTING_POSTGRES_USER,
	SETTING_POSTGRES_PASSWORD,
	SETTING_NOETL_POSTGRES_DB,
	SETTING_NOETL_SCHEMA,
	SETTING_NOETL_USER,
	SETTING_NOETL_PASSWORD,
	SETTING_NOETL_ADMIN_USER,
	SETTING_NOETL_ADMIN_PASSWORD,
	SETTING_NOETL_ADMIN_DB,
	SETTING_NOETL_CATALOG_SCHEMA,
	SETTING_NOETL_LEDGER_SCHEMA, /* default noetl_ledger */
	SETTING_NOETL_INIT_DB,
	SETTING_NOETL_SCHEMA_VALIDATE,
	SETTING_DATABASE_URL,
	SETTING_ENSURE_ROLE,       /* flag, default off */
	SETTING_REQUIRE_ISOLATION, /* flag, default off */
	SETTING_FORCE,             /* flag: apply even when superseded */
	SETTING_LAYOUT,            /* schemas | databases */
	SETTING_WAIT_TIMEOUT,      /* milliseconds; default 5 min */
	SETTING_LOGIN_TIMEOUT,     /* milliseconds; default 15 s: refused logins */
	SETTING_LOCK_WAIT_TIMEOUT, /* milliseconds: the schema lock held by another run; default 10 min */
	SETTING_LOCK_TIMEOUT,      /* milliseconds: one wait for a table's lock; default 2 s */
	SETTING_CHANGE_TIMEOUT,    /* milliseconds: all tries of a change that lost to lock_timeout,
	                              deadlock, serialization; default 2 min */
	SETTING_LOG_FORMAT,        /* text | json */
	SETTING_LOG_LEVEL,         /* debug | info | warning | error */
	SETTING_QUIET,
	SETTING_OUTPUT, /* text | json */
	SETTING_AUTH_SERVICE_PASSWORD,
	SETTING_EVENT_PROCESSING_SERVICE_PASSWORD,
	SETTING_INTEGRATION_SERVICE_PASSWORD,
	SETTING_OBSERVABILITY_SERVICE_PASSWORD,
	SETTING_TASK_EXECUTION_SERVICE_PASSWORD,
	SETTING_TESTING_FRAMEWORK_SERVICE_PASSWORD,
	SETTING_WEB_APPLICATION_SERVICE_PASSWORD,
	SETTING_WORKFLOW_ORCHESTRATOR_SERVICE_PASSWORD,
	SETTING_COUNT
};

enum setting_type
{
	SETTING_TYPE_TEXT,
	SETTING_TYPE_INTEGER,
	SETTING_TYPE_FLAG,
	SETTING_TYPE_DURATION, /* "90s", "5min", "2h", "1500ms", bare number = seconds; kept in ms */
	SETTING_TYPE_CHOICE,
	SETTING_TYPE_IDENTIFIER /* 1 to 63 bytes, any character but NUL: the adapter quotes it */
};

/* Rank: a lower number wins. */
enum setting_source
{
	SETTING_FROM_FLAG,
	SETTING_FROM_ENVIRONMENT,
	SETTING_FROM_DIRECTORY,
	SETTING_FROM_MANIFEST,
	SETTING_FROM_CLUSTER,
	SETTING_FROM_LIBPQ, /* DATABASE_URL and PG* */
	SETTING_FROM_DEFAULT,
	SETTING_UNSET
};

struct setting_definition
{
	enum setting_key key;
	const char *name; /* environment variable, file name, ConfigMap key */
	const char *flag; /* long option without dashes, or NULL */
	enum setting_type type;
	bool is_secret;
	int64_t least; /* for numbers and durations, in ms */
	int64_t greatest;
	const char *choices;    /* "text|json", or NULL */
	const char *by_default; /* in the notation of a user, or NULL */
	const char *help;
};

const struct setting_definition *setting_definition(enum setting_key key);
const struct setting_definition *setting_definition_by_name(const char *name);

struct settings;

struct settings *settings_new(void);
void settings_free(struct settings *settings); /* wipes secrets; NULL is fine */

/* Forgets what sources below flags said, so that they can be read again. */
void settings_forget_sources(struct settings *settings);

/*
 * Offers a value. Kept if no source of higher rank has given one.
 *
 * origin  how a person finds the place: "environment", "file /config/POSTGRES_HOST",
 *         "postgres-config.yaml:7 (ConfigMap postgres-config)"; copied
 * Malformed values are kept as problems and listed by settings_check().
 */
void settings_offer(struct settings *settings, enum setting_key key, enum setting_source source,
                    const char *origin, const char *value);

/* A problem that a source found itself (an unreadable file, an unknown key on the command line). */
void settings_add_problem(struct settings *settings, const char *problem);

/* FAILURE_SETTINGS with every problem listed in the detail, one a line. */
bool settings_check(const struct settings *settings, struct failure *failure);

/* NULL when unset. Borrowed until the settings change. */
const char *settings_text(const struct settings *settings, enum setting_key key);
int64_t settings_integer(const struct settings *settings, enum setting_key key);
bool settings_flag(const struct settings *settings, enum setting_key key);
enum setting_source settings_source(const struct settings *settings, enum setting_key key);
const char *settings_origin(const struct settings *settings, enum setting_key key);

/* The password setting of a service role of bundle "system" ("auth_service"), or NULL if unset. */
const char *settings_service_password(const struct settings *settings, const char *service);

#endif
