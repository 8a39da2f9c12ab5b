#ifndef DOMAIN_SETTINGS_H
#define DOMAIN_SETTINGS_H

/*
 * Every setting of the program, and its value in this run.
 *
 * One table (settings_table.c) holds every key. The parser of the command line, help, the
 * documentation and the check of ranges all read it. Values come in through settings_offer() from
 * ranked sources; the source of the highest rank wins. This module reads no file and no
 * environment.
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
	SETTING_NOETL_BUNDLES,       /* what a command works on if no bundle or file is named */
	SETTING_NOETL_NAME,          /* of the files: "billing" of source "file:billing" */
	SETTING_NOETL_INIT_DB,
	SETTING_NOETL_SCHEMA_VALIDATE,
	SETTING_DATABASE_URL,
	SETTING_NOETL_DATABASE_URL, /* of the owner: a URL for several settings */
	SETTING_PGPASSFILE,         /* libpq gets this and the next four in the login */
	SETTING_PGSSLMODE,
	SETTING_PGSSLROOTCERT,
	SETTING_PGSSLCERT,
	SETTING_PGSSLKEY,
	SETTING_NOETL_AUTH,        /* a set of enum authentication_method */
	SETTING_PGCHANNELBINDING,  /* disable | prefer | require */
	SETTING_ENSURE_ROLE,       /* flag, default off */
	SETTING_REQUIRE_ISOLATION, /* flag, default off */
	SETTING_FORCE,             /* flag: apply even when superseded */
	SETTING_DESTRUCTIVE,       /* refuse | allow | postpone: enum destructive_policy */
	SETTING_ALLOW,             /* what may be destroyed whatever the policy is (allowance.h) */
	SETTING_MANAGED_SCHEMAS,   /* what a run manages: in the syntax of managed_scope_read() */
	SETTING_PRUNE,             /* flag: what is managed and nobody's promise goes */
	SETTING_LAYOUT,            /* schemas | databases */
	SETTING_RUN_TIMEOUT,       /* milliseconds: all waits of the run together; no default */
	SETTING_WAIT_TIMEOUT,      /* milliseconds; default 5 min */
	SETTING_LOGIN_TIMEOUT,     /* milliseconds; default 15 s: refused logins */
	SETTING_LOCK_WAIT_TIMEOUT, /* milliseconds: the schema lock held by another run; default 10 min */
	SETTING_LOCK_TIMEOUT,      /* milliseconds: one wait for a table's lock; default 2 s */
	SETTING_CHANGE_TIMEOUT,    /* milliseconds: all tries of a change that lost to lock_timeout,
	                              deadlock, serialization; default 2 min */
	SETTING_LOG_FORMAT,        /* text | json | sql */
	SETTING_LOG_LEVEL,         /* debug | info | warning | error */
	SETTING_QUIET,
	SETTING_OUTPUT,      /* text | json */
	SETTING_CONFIG_DIR,  /* directories; from flags and environment only, as the next */
	SETTING_CONFIG,      /* manifests */
	SETTING_CONFIG_FROM, /* ConfigMaps and Secrets by the Kubernetes API */
	SETTING_REPORT,      /* auto | off | kubeconfig: where runs are reported */
	SETTING_STATUS_CONFIG_MAP,
	SETTING_ANNOTATE_JOB,
	SETTING_IMAGE, /* that the run came with, and the next: for the ledger */
	SETTING_REVISION,
	SETTING_KUBECONFIG,
	SETTING_KUBE_CONTEXT,
	SETTING_TARGETS, /* from flags and environment only, as the next */
	SETTING_TARGET,
	SETTING_JOBS,
	SETTING_SHARDS,
	SETTING_SHARD, /* JOB_COMPLETION_INDEX, as Kubernetes sets it for an Indexed Job */
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
	SETTING_TYPE_IDENTIFIER, /* 1 to 63 bytes, any character but NUL: the adapter quotes it */
	SETTING_TYPE_HOST,    /* in libpq's syntax: names, a comma-separated list, a socket's folder */
	SETTING_TYPE_PORT,    /* one port, or a comma-separated list as long as that of the hosts */
	SETTING_TYPE_URI,     /* postgresql://... */
	SETTING_TYPE_PATHS,   /* separated by colons; offers of the same rank are joined */
	SETTING_TYPE_OBJECTS, /* the same, of objects in the syntax of config_object_parse() */
	SETTING_TYPE_ALLOWANCES,     /* the same, of objects in the syntax of allowances_are_valid() */
	SETTING_TYPE_SCHEMAS,        /* in the syntax of managed_scope_read() */
	SETTING_TYPE_AUTHENTICATION, /* in the syntax of authentication_parse(); kept as a set */
	SETTING_TYPE_SOURCE_NAME     /* in the syntax of source_name_is_valid() */
};

/* What a setting is about. A command takes the flags of some groups. */
enum setting_group
{
	SETTING_GROUP_SERVER = 1 << 0,
	SETTING_GROUP_NAMES = 1 << 1,
	SETTING_GROUP_RUN = 1 << 2,
	SETTING_GROUP_TIME = 1 << 3,
	SETTING_GROUP_SERVICES = 1 << 4,
	SETTING_GROUP_SOURCES = 1 << 5,
	SETTING_GROUP_OUTPUT = 1 << 6,
	SETTING_GROUP_LOG = 1 << 7,
	SETTING_GROUP_CLUSTER = 1 << 8,
	SETTING_GROUP_TARGET = 1 << 9, /* the targets that exist, and the one to work on */
	SETTING_GROUP_FLEET = 1 << 10, /* how many of them to work on, and how */
	SETTING_GROUP_FILE = 1 << 11   /* what the DDL of files is called, and what it is to manage */
};

/* In order of rank: a lower number wins. */
enum setting_source
{
	SETTING_FROM_TARGET, /* what the file of targets says of the chosen target */
	SETTING_FROM_FLAG,
	SETTING_FROM_TARGET_DEFAULTS, /* what that file says of every target */
	SETTING_FROM_ENVIRONMENT,
	SETTING_FROM_DIRECTORY,
	SETTING_FROM_MANIFEST,
	SETTING_FROM_CLUSTER,
	SETTING_FROM_GIVEN_URL, /* DATABASE_URL, given by one of the sources above or a target */
	SETTING_FROM_LIBPQ,     /* DATABASE_URL of the environment, and PG* */
	SETTING_FROM_DEFAULT,
	SETTING_UNSET
};

struct setting_definition
{
	enum setting_key key;
	const char *name; /* environment variable, file name, ConfigMap key */
	const char *flag; /* long option without dashes, or NULL */
	enum setting_type type;
	enum setting_group group;
	bool is_secret;
	int64_t least; /* for integers and durations (in ms) */
	int64_t greatest;
	const char *choices;    /* "text|json", or NULL */
	const char *by_default; /* in a user's notation, or NULL */
	const char *help;
};

const struct setting_definition *setting_definition(enum setting_key key);
/* NULL if no setting has that name or flag. */
const struct setting_definition *setting_definition_by_name(const char *name);
const struct setting_definition *setting_definition_by_flag(const char *flag);

/* "a duration from 0 to 24 h", "text or json": the allowed values. The caller frees it. */
char *setting_allowed(const struct setting_definition *definition);

/* "flag", "environment", "directory", ... */
const char *setting_source_name(enum setting_source source);

struct settings;

struct settings *settings_new(void);           /* every setting at its default */
void settings_free(struct settings *settings); /* wipes secrets; NULL is allowed */

static inline void
cleanup_settings_pointer(struct settings **settings)
{
	settings_free(*settings);
}

#define cleanup_settings __attribute__((cleanup(cleanup_settings_pointer)))

/* Offers the flags of one to another, whose other sources are then read again. */
void settings_offer_flags_of(struct settings *settings, const struct settings *flags);

/*
 * Takes over the values of fresh that differ, and frees fresh. An equal text stays where it is,
 * so that borrowed pointers stay valid.
 */
void settings_adopt(struct settings *settings, struct settings *fresh);

/*
 * Offers a value. Kept unless a source of higher rank has given one; between equal ranks the last
 * wins. An empty value counts as not given, as in libpq.
 *
 * origin  how a person finds the place: "environment", "file /config/POSTGRES_HOST",
 *         "postgres-config.yaml:7 (ConfigMap postgres-config)"; copied
 *
 * A malformed value is kept as a problem, which settings_check() lists, and is read as the
 * default. POSTGRES_PORT=tcp://... is what Kubernetes sets for a Service named "postgres": it is
 * noted and ignored.
 */
void settings_offer(struct settings *settings, enum setting_key key, enum setting_source source,
                    const char *origin, const char *value);

/*
 * A problem that a source found itself (an unreadable file). Contains no secret; kept once if
 * repeated.
 */
void settings_add_problem(struct settings *settings, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Records that a source has a key that is no setting and may be a typo of this one:
 * "POSTGRES_HSOT (file /config/POSTGRES_HSOT)". Copied; see settings_typo.h.
 */
void settings_set_typo(struct settings *settings, enum setting_key key, const char *typo);
/* That key and its place if no source gave the setting itself, else NULL. Borrowed. */
const char *settings_typo(const struct settings *settings, enum setting_key key);

/*
 * Records that a source could not be read, so that some settings may be missing. Copied; the last
 * call counts.
 */
void settings_set_unread(struct settings *settings, const struct failure *failure);
/* False after settings_set_unread(), until settings_adopt() takes over settings that were read. */
bool settings_are_read(const struct settings *settings);

/* Information for a person that requires no fix. */
struct settings_note
{
	bool is_warning; /* false: for debugging */
	char *text;
};

void settings_add_note(struct settings *settings, bool is_warning, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
const struct settings_note *settings_notes(const struct settings *settings, size_t *count);

/*
 * FAILURE_SETTINGS: a single problem is the message; several are lines of the detail. Without
 * problems, the failure is that of settings_set_unread().
 */
bool settings_check(const struct settings *settings, struct failure *failure);

/* NULL when unset. Borrowed until the settings change. */
const char *settings_text(const struct settings *settings, enum setting_key key);
/* A number; the milliseconds of a duration; the position of a choice among its choices, from 0. */
int64_t settings_integer(const struct settings *settings, enum setting_key key);
bool settings_flag(const struct settings *settings, enum setting_key key);
enum setting_source settings_source(const struct settings *settings, enum setting_key key);
const char *settings_origin(const struct settings *settings, enum setting_key key);
/*
 * SETTING_FROM_LIBPQ or SETTING_FROM_GIVEN_URL: both are for the administrator, and rank
 * accordingly.
 */
bool settings_source_is_libpqs(const struct settings *settings, enum setting_key key);

/*
 * The parameters of DATABASE_URL that are no settings, as a URI with nothing else, or NULL. It
 * contains no password. Copied on setting, borrowed on reading.
 */
void settings_set_connection_parameters(struct settings *settings, const char *uri);
const char *settings_connection_parameters(const struct settings *settings);

/*
 * Wipes a secret that this run does not need. Its text is NULL from then on; it still counts as
 * given, by its source.
 */
void settings_forget_secret(struct settings *settings, enum setting_key key);

/* True if a source other than the defaults gave a well-formed value. */
bool settings_is_given(const struct settings *settings, enum setting_key key);

/* The setting that holds the password of a service role ("auth_service"), or NULL. */
const struct setting_definition *settings_service_password_definition(const char *service);

/* The password setting of a service role of bundle "system" ("auth_service"), or NULL if unset. */
const char *settings_service_password(const struct settings *settings, const char *service);

#endif
