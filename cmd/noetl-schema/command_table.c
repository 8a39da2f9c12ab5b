#include <string.h>

#include "command.h"

enum
{
	ANY_COUNT = 1000 /* bundles on a command line */
};

#define TO_READ                                                                                 \
	(SETTING_GROUP_SERVER | SETTING_GROUP_NAMES | SETTING_GROUP_SERVICES | SETTING_GROUP_TIME | \
	 SETTING_GROUP_SOURCES | SETTING_GROUP_TARGET)
#define TO_CHANGE (TO_READ | SETTING_GROUP_RUN | SETTING_GROUP_CLUSTER)
#define EVERYTHING (~0U)

#define ADMINISTRATOR                                                               \
	SETTING_NOETL_ADMIN_USER, SETTING_NOETL_ADMIN_PASSWORD, SETTING_NOETL_ADMIN_DB, \
		SETTING_PGPASSFILE
#define INIT_SWITCHES SETTING_NOETL_INIT_DB, SETTING_NOETL_SCHEMA_VALIDATE
#define TIMES_OF_CHANGES SETTING_LOCK_WAIT_TIMEOUT, SETTING_CHANGE_TIMEOUT

#define BUNDLES \
	.arguments = COMMAND_BUNDLES, .greatest_argument_count = ANY_COUNT, .takes_bundles = true

/* tests/integration/test_settings_read.py holds these against what runs read. */
static const enum setting_key unread_by_apply[] = {
	INIT_SWITCHES,
	SETTING_REQUIRE_ISOLATION,
	SETTING_COUNT,
};
static const enum setting_key unread_by_verify[] = {
	INIT_SWITCHES, SETTING_ENSURE_ROLE, SETTING_FORCE, TIMES_OF_CHANGES, SETTING_COUNT,
};
static const enum setting_key unread_by_wait[] = {
	ADMINISTRATOR,
	TIMES_OF_CHANGES,
	SETTING_LOGIN_TIMEOUT,
	SETTING_COUNT,
};
static const enum setting_key unread_by_init[] = {
	SETTING_REQUIRE_ISOLATION,
	SETTING_COUNT,
};
static const enum setting_key unread_by_status[] = {
	ADMINISTRATOR,
	TIMES_OF_CHANGES,
	SETTING_COUNT,
};
static const enum setting_key unread_by_partitions[] = {
	ADMINISTRATOR,
	SETTING_COUNT,
};
static const enum setting_key unread_by_export[] = {
	ADMINISTRATOR,
	TIMES_OF_CHANGES,
	SETTING_POSTGRES_SCHEMA,
	SETTING_POSTGRES_PASSWORD,
	SETTING_NOETL_CATALOG_SCHEMA,
	SETTING_COUNT,
};
static const enum setting_key unread_by_ddl[] = {
	SETTING_POSTGRES_PASSWORD,
	SETTING_NOETL_PASSWORD,
	INIT_SWITCHES,
	SETTING_ENSURE_ROLE,
	SETTING_FORCE,
	SETTING_REQUIRE_ISOLATION,
	SETTING_LOGIN_TIMEOUT,
	SETTING_LOCK_TIMEOUT,
	TIMES_OF_CHANGES,
	SETTING_COUNT,
};

static const struct command table[] = {
	{
		.name = "apply",
		BUNDLES,
		.options = OPTION_FILE,
		.setting_groups = TO_CHANGE | SETTING_GROUP_FLEET,
		.unread = unread_by_apply,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_APPLYING,
		.provisions = true,
		.summary = "makes the schemas of bundles, or the DDL of files, true",
		.description =
			"Waits for the server, makes roles and databases (with --ensure-role), takes the "
			"schema's lock, looks what is there, and creates or changes what is not as promised. "
			"The result is compared with the promise before it is committed, and recorded in the "
			"ledger. With nothing to do, nothing is touched.\n\n"
			"Any number of copies may run at once: one does the work, the others find it done.\n\n"
			"Bundles are noetl (if none is named), workspace, catalog and system. With --file the DDL "
			"of files is applied instead; unqualified names in it mean NOETL_SCHEMA.",
		.run = command_apply,
	},
	{
		.name = "verify",
		BUNDLES,
		.options = OPTION_FILE,
		.setting_groups = TO_READ | SETTING_GROUP_RUN | SETTING_GROUP_OUTPUT |
                          SETTING_GROUP_CLUSTER | SETTING_GROUP_FLEET,
		.unread = unread_by_verify,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_LOOKING,
		.summary = "compares what was promised with what is there",
		.description =
			"Compares the definitions that the ledger has of bundles (noetl, if none is named) or "
			"files with the live ones, checks what a bundle documents of its columns, who owns what "
			"and who may enter where, and tries the isolation of platform and workspace: each of "
			"their owners logs in to the other's database and has to be refused. Changes nothing.\n\n"
			"Exits 6 if something promised is missing or different. What nobody promised is named, "
			"and so is isolation that cannot hold because POSTGRES_USER is a superuser: an error "
			"only with --require-isolation.",
		.run = command_verify,
	},
	{
		.name = "wait",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.options = OPTION_FOR | OPTION_ANY,
		.setting_groups = TO_READ | SETTING_GROUP_CLUSTER | SETTING_GROUP_FLEET,
		.unread = unread_by_wait,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_LOOKING,
		.summary = "waits until a database or a schema is ready",
		.description =
			"Waits until the schemas of bundles (noetl, if none is named) are recorded as applied by "
			"this program's version of the bundle or a later one; with --any, by any version; with "
			"--for database, only until the owner's login works and can write. Exits 10 when "
			"NOETL_WAIT_TIMEOUT was not enough. Made for init containers.",
		.run = command_wait,
	},
	{
		.name = "init",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.setting_groups = TO_CHANGE | SETTING_GROUP_FLEET,
		.unread = unread_by_init,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_APPLYING,
		.provisions = true,
		.summary = "applies if NOETL_INIT_DB is true, else waits for the schema",
		.description =
			"The entry of init containers. With NOETL_INIT_DB=true or NOETL_SCHEMA_VALIDATE=true it "
			"does what apply does, otherwise what wait does.",
		.run = command_init,
	},
	{
		.name = "status",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.options = OPTION_LIMIT,
		.setting_groups = TO_READ | SETTING_GROUP_OUTPUT,
		.unread = unread_by_status,
		.reads_settings = true,
		.connects = true,
		.summary = "shows how the schemas stand, and the last runs",
		.description =
			"Shows for bundles (noetl, if none is named) whether their schemas are as the last run "
			"recorded them, and the last runs in the ledgers of their databases. Changes nothing, "
			"and exits 0 whatever it finds: verify is there to judge.",
		.run = command_status,
	},
	{
		.name = "partitions",
		BUNDLES,
		.setting_groups =
			(TO_READ & ~SETTING_GROUP_SERVICES) | SETTING_GROUP_CLUSTER | SETTING_GROUP_FLEET,
		.unread = unread_by_partitions,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_APPLYING,
		.summary = "makes the partitions that are due, lets go of expired ones",
		.description =
			"Makes the partitions that are due: the current interval and those ahead, as the bundle "
			"says. Rows that wait in the default partition move into theirs. Partitions past the "
			"bundle's retention, if it has one, are detached or dropped.\n\n"
			"Without BUNDLE it looks after every bundle that has partitions and whose schema is "
			"there. apply does the same for the bundles it applies.",
		.run = command_partitions,
	},
	{
		.name = "reset",
		BUNDLES,
		.options = OPTION_YES,
		.setting_groups = TO_CHANGE,
		.unread = unread_by_apply,
		.reads_settings = true,
		.connects = true,
		.provisions = true,
		.summary = "drops everything in the schemas and creates it anew",
		.description =
			"Drops everything in the schemas of bundles (noetl, if none is named), rows included, "
			"and creates it anew, each schema in one transaction. The ledger stays. Without --yes "
			"it says what would be dropped, and exits 7. Bundle workspace is never emptied: its "
			"schema holds what users made.",
		.run = command_reset,
	},
	{
		.name = "export",
		.arguments = "execution-logs",
		.greatest_argument_count = 1,
		.options = OPTION_ID | OPTION_OUTPUT_FILE,
		.setting_groups = TO_READ & ~SETTING_GROUP_SERVICES,
		.unread = unread_by_export,
		.reads_settings = true,
		.connects = true,
		.summary = "writes the events of an execution to a file",
		.description =
			"\"export execution-logs --id ID\" writes the events of one execution, from event_log of "
			"bundle noetl, as one JSON array with a row a line, ordered by time. The file appears "
			"whole or not at all.",
		.run = command_export,
	},
	{
		.name = "ddl",
		BUNDLES,
		.setting_groups = SETTING_GROUP_NAMES | SETTING_GROUP_RUN | SETTING_GROUP_TIME |
                          SETTING_GROUP_SOURCES | SETTING_GROUP_TARGET,
		.unread = unread_by_ddl,
		.reads_settings = true,
		.summary = "prints the DDL that travels inside the program",
		.description =
			"Prints the DDL of bundles (noetl, if none is named), ready for psql -f -: it "
			"makes the schema and fills it. Roles, databases and privileges are not in it.",
		.run = command_ddl,
	},
	{
		.name = "config",
		.arguments = "",
		.setting_groups = EVERYTHING,
		.reads_settings = true,
		.summary = "prints every setting and where it comes from",
		.description =
			"Prints the effective value of every setting and where it comes from. "
			"Passwords are masked. Settings that are malformed are listed, exit status 3.",
		.run = command_config,
	},
	{
		.name = "version",
		.arguments = "",
		.options = OPTION_LICENSES,
		.setting_groups = SETTING_GROUP_OUTPUT,
		.summary = "prints versions of the program, its libraries and its bundles",
		.description = "Prints the version and commit of the program, the libraries that it runs "
					   "with, and versions and checksums of its bundles. With --licenses it prints "
					   "instead what it is licensed under, and the license of everything in it.",
		.run = command_version,
	},
	{
		.name = "help",
		.arguments = "[COMMAND]",
		.greatest_argument_count = 1,
		.options = OPTION_FORMAT,
		.summary = "prints this, or everything about a command",
		.description = "Prints what there is, everything about a command, or with --format the "
					   "whole reference as Markdown or as a man page.",
		.run = command_help,
	},
};

const struct command *
commands(size_t *count)
{
	*count = sizeof table / sizeof table[0];
	return table;
}

const struct command *
command_find(const char *name)
{
	for (size_t index = 0; index < sizeof table / sizeof table[0]; index++)
	{
		if (strcmp(table[index].name, name) == 0)
			return &table[index];
	}
	return NULL;
}

bool
command_reads_setting(const struct command *command, enum setting_key key)
{
	unsigned int groups = command->setting_groups | SETTING_GROUP_LOG;

	if ((groups & setting_definition(key)->group) == 0)
		return false;
	for (const enum setting_key *each = command->unread; each != NULL && *each != SETTING_COUNT;
	     each++)
	{
		if (*each == key)
			return false;
	}
	return true;
}
