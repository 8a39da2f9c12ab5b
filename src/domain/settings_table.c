#include "domain/settings_table.h"

/* Milliseconds. */
enum
{
	SECOND = 1000,
	HOUR = 60 * 60 * SECOND,
	DAY = 24 * HOUR
};

#define SERVER SETTING_GROUP_SERVER
#define NAMES SETTING_GROUP_NAMES
#define RUN SETTING_GROUP_RUN
#define TIME SETTING_GROUP_TIME
#define SERVICES SETTING_GROUP_SERVICES
#define SOURCES SETTING_GROUP_SOURCES
#define OUTPUT SETTING_GROUP_OUTPUT
#define LOG SETTING_GROUP_LOG
#define CLUSTER SETTING_GROUP_CLUSTER
#define TARGET SETTING_GROUP_TARGET
#define FLEET SETTING_GROUP_FLEET
#define FILES SETTING_GROUP_FILE

#define TEXT(key, name, flag, group, by_default, help)                                 \
	{                                                                                  \
		key, name, flag, SETTING_TYPE_TEXT, group, false, 0, 0, NULL, by_default, help \
	}
#define OF_TYPE(type, key, name, flag, group, by_default, help)           \
	{                                                                     \
		key, name, flag, type, group, false, 0, 0, NULL, by_default, help \
	}
#define SECRET(key, name, group, help)                                          \
	{                                                                           \
		key, name, NULL, SETTING_TYPE_TEXT, group, true, 0, 0, NULL, NULL, help \
	}
#define IDENTIFIER(key, name, flag, group, by_default, help) \
	OF_TYPE(SETTING_TYPE_IDENTIFIER, key, name, flag, group, by_default, help)
#define FLAG(key, name, flag, group, help) \
	OF_TYPE(SETTING_TYPE_FLAG, key, name, flag, group, "false", help)
#define NUMBER(key, name, flag, group, least, greatest, by_default, help)                       \
	{                                                                                           \
		key, name, flag, SETTING_TYPE_INTEGER, group, false, least, greatest, NULL, by_default, \
			help                                                                                \
	}
#define DURATION(key, name, flag, least, greatest, by_default, help)                            \
	{                                                                                           \
		key, name, flag, SETTING_TYPE_DURATION, TIME, false, least, greatest, NULL, by_default, \
			help                                                                                \
	}
#define CHOICE(key, name, flag, group, choices, by_default, help)                           \
	{                                                                                       \
		key, name, flag, SETTING_TYPE_CHOICE, group, false, 0, 0, choices, by_default, help \
	}
#define SERVICE(KEY, service)                                                           \
	SECRET(SETTING_##KEY##_SERVICE_PASSWORD, #KEY "_SERVICE_PASSWORD", SERVICES,        \
	       "password of the role " service "_service of the bundle \"system\"; unset: " \
	       "the role cannot log in")

/*
 * Passwords have no flag, because every process of the machine may read a command line. Names
 * that are not from the NoETL project begin with NOETL_.
 */
const struct setting_definition settings_table[SETTING_COUNT] = {
	OF_TYPE(SETTING_TYPE_HOST, SETTING_POSTGRES_HOST, "POSTGRES_HOST", "host", SERVER, NULL,
            "name or address of the server, several separated by commas (tried in order), or the "
            "folder of its socket; has no default"),
	OF_TYPE(SETTING_TYPE_PORT, SETTING_POSTGRES_PORT, "POSTGRES_PORT", "port", SERVER, "5432",
            "port of the server; one, or as many as there are hosts"),
	IDENTIFIER(SETTING_POSTGRES_DB, "POSTGRES_DB", "postgres-db", NAMES, "demo_noetl",
               "database of the playbooks' workspace"),
	IDENTIFIER(SETTING_POSTGRES_SCHEMA, "POSTGRES_SCHEMA", "postgres-schema", NAMES, "public",
               "schema of the workspace"),
	IDENTIFIER(SETTING_POSTGRES_USER, "POSTGRES_USER", "postgres-user", NAMES, "demo",
               "owner of the workspace; when given and NOETL_ADMIN_USER is not, also the "
               "administrator"),
	SECRET(SETTING_POSTGRES_PASSWORD, "POSTGRES_PASSWORD", NAMES, "password of POSTGRES_USER"),
	IDENTIFIER(SETTING_NOETL_POSTGRES_DB, "NOETL_POSTGRES_DB", "noetl-db", NAMES, "noetl",
               "NoETL's own database"),
	IDENTIFIER(SETTING_NOETL_SCHEMA, "NOETL_SCHEMA", "noetl-schema", NAMES, "noetl",
               "NoETL's own schema in that database"),
	IDENTIFIER(SETTING_NOETL_USER, "NOETL_USER", "noetl-user", NAMES, "noetl",
               "owner of NoETL's database and schemas"),
	SECRET(SETTING_NOETL_PASSWORD, "NOETL_PASSWORD", NAMES, "password of NOETL_USER"),
	IDENTIFIER(
		SETTING_NOETL_ADMIN_USER, "NOETL_ADMIN_USER", "admin-user", SERVER, NULL,
		"administrator, who creates roles and databases with --ensure-role; unset: POSTGRES_USER"),
	SECRET(SETTING_NOETL_ADMIN_PASSWORD, "NOETL_ADMIN_PASSWORD", SERVER,
           "password of NOETL_ADMIN_USER"),
	IDENTIFIER(
		SETTING_NOETL_ADMIN_DB, "NOETL_ADMIN_DB", "admin-db", SERVER, "postgres",
		"database that the administrator logs in to; if it is not given, template1 is tried next"),
	IDENTIFIER(SETTING_NOETL_CATALOG_SCHEMA, "NOETL_CATALOG_SCHEMA", "catalog-schema", NAMES,
               "noetl_catalog", "schema of the bundle \"catalog\""),
	IDENTIFIER(SETTING_NOETL_LEDGER_SCHEMA, "NOETL_LEDGER_SCHEMA", "ledger-schema", NAMES,
               "noetl_ledger", "schema of the ledger of runs, in every managed database"),
	TEXT(SETTING_NOETL_BUNDLES, "NOETL_BUNDLES", NULL, NAMES, NULL,
         "bundles that a command works on when none is named, separated by spaces; unset: noetl"),
	OF_TYPE(SETTING_TYPE_SOURCE_NAME, SETTING_NOETL_NAME, "NOETL_NAME", "name", FILES, NULL,
            "name of the files' DDL in ledger, log and status: files of other names in the same "
            "schema are left alone; unset: the first file's or the folder's name without .sql or "
            ".sql.gz, \"stdin\" for standard input"),
	FLAG(SETTING_NOETL_INIT_DB, "NOETL_INIT_DB", NULL, RUN,
         "\"init\" applies if this is true; otherwise it waits for the schema"),
	FLAG(SETTING_NOETL_SCHEMA_VALIDATE, "NOETL_SCHEMA_VALIDATE", NULL, RUN,
         "older name of NOETL_INIT_DB; \"init\" applies if one of them is true"),
	{SETTING_DATABASE_URL, "DATABASE_URL", NULL, SETTING_TYPE_URI, SERVER, true, 0, 0, NULL, NULL,
     "connection of the administrator as a URI of PostgreSQL; ranks just above defaults, beside "
     "PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE"},
	{SETTING_NOETL_DATABASE_URL, "NOETL_DATABASE_URL", NULL, SETTING_TYPE_URI, SERVER, true, 0, 0,
     NULL, NULL,
     "connection of the owner as a URI of PostgreSQL, in place of POSTGRES_HOST, POSTGRES_PORT, "
     "NOETL_USER, NOETL_PASSWORD and NOETL_POSTGRES_DB; one of these that says otherwise is an "
     "error"},
	TEXT(SETTING_PGPASSFILE, "PGPASSFILE", "passfile", SERVER, NULL,
         "file of passwords in libpq's format, for the administrator, NOETL_USER and POSTGRES_USER "
         "where no setting holds theirs; unset: ~/.pgpass, if it is there"),
	CHOICE(
		SETTING_PGSSLMODE, "PGSSLMODE", "sslmode", SERVER,
		"disable|allow|prefer|require|verify-ca|verify-full", NULL,
		"encryption of the connection, as libpq's; unset: prefer, with PGSSLROOTCERT verify-full"),
	TEXT(SETTING_PGSSLROOTCERT, "PGSSLROOTCERT", "sslrootcert", SERVER, NULL,
         "file of the certificate authorities to trust, or \"system\" (libpq 16 and later)"),
	TEXT(SETTING_PGSSLCERT, "PGSSLCERT", "sslcert", SERVER, NULL,
         "file of the client's certificate; with one a password may be missing"),
	TEXT(SETTING_PGSSLKEY, "PGSSLKEY", "sslkey", SERVER, NULL, "file of the client's key"),
	OF_TYPE(SETTING_TYPE_AUTHENTICATION, SETTING_NOETL_AUTH, "NOETL_AUTH", "auth", SERVER,
            "scram-sha-256",
            "how the server may ask for a password, as libpq's require_auth: scram-sha-256, md5, "
            "password (clear text, only over verified TLS, loopback or a socket), none"),
	CHOICE(SETTING_PGCHANNELBINDING, "PGCHANNELBINDING", "channel-binding", SERVER,
           "disable|prefer|require", "prefer",
           "bind SCRAM to the TLS connection, as libpq's; most poolers do not support \"require\""),
	FLAG(SETTING_ENSURE_ROLE, "NOETL_ENSURE_ROLE", "ensure-role", RUN,
         "create roles, databases, schemas and privileges as well, as the administrator"),
	FLAG(SETTING_REQUIRE_ISOLATION, "NOETL_REQUIRE_ISOLATION", "require-isolation", RUN,
         "missing isolation of platform and workspace is an error, not a warning"),
	FLAG(SETTING_FORCE, "NOETL_FORCE", "force", RUN,
         "apply although a newer version of the bundle is recorded"),
	CHOICE(
		SETTING_DESTRUCTIVE, "NOETL_DESTRUCTIVE", "destructive", RUN, "refuse|allow|postpone",
		"refuse",
		"whether DDL may destroy rows: drop a table, column, partition or materialized view that "
		"holds some, or truncate or empty a table; postpone: what can wait stays until a run that "
		"allows it"),
	OF_TYPE(
		SETTING_TYPE_ALLOWANCES, SETTING_ALLOW, "NOETL_ALLOW", "allow", RUN, NULL,
		"one thing that may be destroyed all the same, as the refusal names it; may be repeated"),
	OF_TYPE(SETTING_TYPE_SCHEMAS, SETTING_MANAGED_SCHEMAS, "NOETL_MANAGED_SCHEMAS",
            "managed-schemas", FILES, NULL,
            "schemas that are compared, separated by commas (a name with a comma in double "
            "quotes), or * for all of the database with what is in no schema; unset: the schema "
            "of the bundle or NOETL_SCHEMA, and those that the DDL makes something in"),
	FLAG(SETTING_PRUNE, "NOETL_PRUNE", "prune", FILES,
         "what is in the managed schemas and neither this DDL nor another makes is a difference, "
         "to be removed; without it, such objects are left alone and named"),
	CHOICE(SETTING_LAYOUT, "NOETL_LAYOUT", "layout", NAMES, "schemas|databases", "schemas",
           "bundle \"system\": a schema for each service, or a database for each"),
	DURATION(
		SETTING_RUN_TIMEOUT, "NOETL_RUN_TIMEOUT", "run-timeout", SECOND, DAY, NULL,
		"when, counted from its start, the run waits for nothing any more, whatever the other times "
		"say: set it below the Job's deadline; unset: no limit"),
	DURATION(SETTING_WAIT_TIMEOUT, "NOETL_WAIT_TIMEOUT", "wait-timeout", 0, DAY, "5min",
             "longest wait for the server, the database or the schema; 0: a single attempt"),
	DURATION(SETTING_LOGIN_TIMEOUT, "NOETL_LOGIN_TIMEOUT", "login-timeout", 0, HOUR, "15s",
             "longest wait while a login is refused, since the Secret may arrive late"),
	DURATION(SETTING_LOCK_WAIT_TIMEOUT, "NOETL_LOCK_WAIT_TIMEOUT", "lock-wait-timeout", 0, DAY,
             "10min", "longest wait for another run that holds the schema's lock"),
	DURATION(SETTING_LOCK_TIMEOUT, "NOETL_LOCK_TIMEOUT", "lock-timeout", 1, HOUR, "2s",
             "longest wait for the lock of one table, and so the longest delay of other sessions"),
	DURATION(
		SETTING_CHANGE_TIMEOUT, "NOETL_CHANGE_TIMEOUT", "change-timeout", 0, DAY, "2min",
		"longest time for all attempts of a change that fails by lock_timeout, a deadlock or a "
		"serialization failure"),
	CHOICE(SETTING_LOG_FORMAT, "NOETL_LOG_FORMAT", "log-format", LOG, "text|json", "text",
           "plain lines, or one JSON object on each line"),
	CHOICE(SETTING_LOG_LEVEL, "NOETL_LOG_LEVEL", "log-level", LOG, "debug|info|warning|error",
           "info", "lowest level that is written"),
	FLAG(SETTING_QUIET, "NOETL_QUIET", "quiet", LOG, "warnings and errors only, no progress"),
	CHOICE(SETTING_OUTPUT, "NOETL_OUTPUT", "output", OUTPUT, "text|json|sql", "text",
           "format of standard output; sql is for plan"),
	OF_TYPE(SETTING_TYPE_PATHS, SETTING_CONFIG_DIR, "NOETL_CONFIG_DIR", "config-dir", SOURCES, NULL,
            "directory with one file for each setting, as kubelet mounts a ConfigMap or Secret"),
	OF_TYPE(SETTING_TYPE_PATHS, SETTING_CONFIG, "NOETL_CONFIG", "config", SOURCES, NULL,
            "YAML file with ConfigMap and Secret manifests"),
	OF_TYPE(
		SETTING_TYPE_OBJECTS, SETTING_CONFIG_FROM, "NOETL_CONFIG_FROM", "config-from", SOURCES,
		NULL,
		"ConfigMap, or NAMESPACE/secret/NAME for a Secret, to read from the Kubernetes API: with "
		"the Pod's own account, elsewhere with the kubeconfig"),
	CHOICE(SETTING_REPORT, "NOETL_REPORT", "report", CLUSTER, "auto|off|kubeconfig", "auto",
           "report runs to the Kubernetes API: auto: in a Pod that has a ServiceAccount's token; "
           "kubeconfig: from anywhere"),
	TEXT(SETTING_STATUS_CONFIG_MAP, "NOETL_STATUS_CONFIGMAP", "status-configmap", CLUSTER,
         "noetl-schema-status", "ConfigMap that holds the results of the last runs"),
	FLAG(SETTING_ANNOTATE_JOB, "NOETL_ANNOTATE_JOB", "annotate-job", CLUSTER,
         "also write the result of the run on the Job itself: Events are deleted after an hour"),
	TEXT(SETTING_IMAGE, "NOETL_IMAGE", NULL, CLUSTER, NULL,
         "image of the Pod, for the ledger: NAME:TAG, NAME@sha256:DIGEST or both"),
	TEXT(SETTING_REVISION, "NOETL_REVISION", NULL, CLUSTER, NULL,
         "what is deployed, for the ledger: the revision of a release, a commit"),
	TEXT(SETTING_KUBECONFIG, "NOETL_KUBECONFIG", "kubeconfig", SOURCES, NULL,
         "file for --config-from and --report kubeconfig; unset: what kubectl would read"),
	TEXT(SETTING_KUBE_CONTEXT, "NOETL_KUBE_CONTEXT", "kube-context", SOURCES, NULL,
         "context of that file; unset: its current one"),
	TEXT(SETTING_TARGETS, "NOETL_TARGETS", "targets", TARGET, NULL,
         "YAML file of targets: many databases or schemas, each with its own settings"),
	TEXT(SETTING_TARGET, "NOETL_TARGET", "target", TARGET, NULL,
         "the one target of that file to work on; unset: all of them, if the command can"),
	NUMBER(SETTING_JOBS, "NOETL_JOBS", "jobs", FLEET, 1, 64, "8",
           "number of targets that are worked on at the same time"),
	NUMBER(SETTING_SHARDS, "NOETL_SHARDS", "shards", FLEET, 1, 100000, NULL,
           "number of parts that the targets are divided into: the completions of the Indexed Job"),
	NUMBER(SETTING_SHARD, "JOB_COMPLETION_INDEX", "shard", FLEET, 0, 99999, NULL,
           "the part to work on, from 0; Kubernetes sets it in an Indexed Job"),
	SERVICE(AUTH, "auth"),
	SERVICE(EVENT_PROCESSING, "event_processing"),
	SERVICE(INTEGRATION, "integration"),
	SERVICE(OBSERVABILITY, "observability"),
	SERVICE(TASK_EXECUTION, "task_execution"),
	SERVICE(TESTING_FRAMEWORK, "testing_framework"),
	SERVICE(WEB_APPLICATION, "web_application"),
	SERVICE(WORKFLOW_ORCHESTRATOR, "workflow_orchestrator"),
};
