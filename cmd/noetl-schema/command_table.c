#include <string.h>

#include "command.h"

#include "base/count_of.h"

enum
{
	ANY_COUNT = 1000 /* bundles on a command line */
};

#define TO_READ                                                                                 \
	(SETTING_GROUP_SERVER | SETTING_GROUP_NAMES | SETTING_GROUP_SERVICES | SETTING_GROUP_TIME | \
	 SETTING_GROUP_SOURCES | SETTING_GROUP_TARGET)
#define FILES SETTING_GROUP_FILE
#define TO_CHANGE (TO_READ | SETTING_GROUP_RUN | SETTING_GROUP_CLUSTER)
#define EVERYTHING (~0U)

#define ADMINISTRATOR                                                               \
	SETTING_NOETL_ADMIN_USER, SETTING_NOETL_ADMIN_PASSWORD, SETTING_NOETL_ADMIN_DB, \
		SETTING_PGPASSFILE
#define INIT_SWITCHES SETTING_NOETL_INIT_DB, SETTING_NOETL_SCHEMA_VALIDATE
#define DESTRUCTION SETTING_DESTRUCTIVE, SETTING_ALLOW
#define MANAGEMENT SETTING_MANAGED_SCHEMAS, SETTING_PRUNE
#define ORIGIN SETTING_IMAGE, SETTING_REVISION
#define TIMES_OF_CHANGES SETTING_LOCK_WAIT_TIMEOUT, SETTING_CHANGE_TIMEOUT

#define BUNDLES \
	.arguments = COMMAND_BUNDLES, .greatest_argument_count = ANY_COUNT, .takes_bundles = true

/* tests/integration/test_settings_read.py checks these against the settings that runs read. */
static const enum setting_key unread_by_apply[] = {
	INIT_SWITCHES,
	SETTING_REQUIRE_ISOLATION,
	SETTING_COUNT,
};
static const enum setting_key unread_by_reset[] = {
	INIT_SWITCHES, SETTING_REQUIRE_ISOLATION, DESTRUCTION, MANAGEMENT, SETTING_COUNT,
};
static const enum setting_key unread_by_plan[] = {
	INIT_SWITCHES, SETTING_REQUIRE_ISOLATION, SETTING_ENSURE_ROLE, ADMINISTRATOR, ORIGIN,
	SETTING_COUNT,
};
static const enum setting_key unread_by_verify[] = {
	INIT_SWITCHES, SETTING_ENSURE_ROLE, SETTING_FORCE, DESTRUCTION, TIMES_OF_CHANGES,
	ORIGIN,        SETTING_COUNT,
};
static const enum setting_key unread_by_wait[] = {
	ADMINISTRATOR, TIMES_OF_CHANGES, SETTING_LOGIN_TIMEOUT, MANAGEMENT, ORIGIN, SETTING_COUNT,
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
static const enum setting_key unread_by_erd[] = {
	INIT_SWITCHES,
	SETTING_REQUIRE_ISOLATION,
	SETTING_ENSURE_ROLE,
	ADMINISTRATOR,
	ORIGIN,
	DESTRUCTION,
	SETTING_FORCE,
	SETTING_COUNT,
};
static const enum setting_key unread_by_ddl[] = {
	SETTING_POSTGRES_PASSWORD, SETTING_NOETL_PASSWORD, INIT_SWITCHES,
	SETTING_ENSURE_ROLE,       SETTING_FORCE,          DESTRUCTION,
	SETTING_REQUIRE_ISOLATION, SETTING_RUN_TIMEOUT,    SETTING_LOGIN_TIMEOUT,
	SETTING_LOCK_TIMEOUT,      TIMES_OF_CHANGES,       SETTING_COUNT,
};

static const struct command table[] = {
	{
		.name = "apply",
		BUNDLES,
		.options = OPTION_FILE,
		.setting_groups = TO_CHANGE | FILES | SETTING_GROUP_FLEET,
		.unread = unread_by_apply,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_APPLYING,
		.provisions = true,
		.summary = "applies the schemas of bundles, or the DDL of files",
		.description =
			"Waits for the server, creates roles and databases (with --ensure-role), takes the "
			"schema's lock, compares the live schema with the desired one, and creates or "
			"changes what differs. Before the commit it compares the result with what is "
			"expected; then it records the run in the ledger. If nothing differs, it changes "
			"nothing.\n\nAny number of runs may start at once: one does the work, the others "
			"wait and find it done.\n\nBundles are noetl (if none is named), workspace, catalog "
			"and system. With --file it applies the DDL of files instead (with BUNDLE, besides); "
			"unqualified names in it mean NOETL_SCHEMA. Files have a name (--name): those of other "
			"names in the same schema are neither compared nor changed.",
		.run = command_apply,
	},
	{
		.name = "plan",
		BUNDLES,
		.options = OPTION_FILE | OPTION_CHECK,
		.setting_groups = TO_READ | FILES | SETTING_GROUP_RUN | SETTING_GROUP_OUTPUT,
		.unread = unread_by_plan,
		.reads_settings = true,
		.connects = true,
		.writes_sql = true,
		.summary = "prints what apply would change, and changes nothing",
		.description =
			"Builds the DDL of bundles (noetl, if none is named) or files in a shadow, compares it "
			"with the live schema, and prints the statements that lie between, with what each of "
			"them costs and whether the policy allows it. It holds the schema's lock meanwhile, "
			"and rolls everything back.\n\nWith --output sql it prints a script for psql, with "
			"--output json a document. With --check it exits 6 if there is something to do.",
		.run = command_plan,
	},
	{
		.name = "verify",
		BUNDLES,
		.options = OPTION_FILE,
		.setting_groups = TO_READ | FILES | SETTING_GROUP_RUN | SETTING_GROUP_OUTPUT |
                          SETTING_GROUP_CLUSTER | SETTING_GROUP_FLEET,
		.unread = unread_by_verify,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_LOOKING,
		.summary = "compares the live schemas with the recorded ones",
		.description =
			"Compares the live definitions with those that the ledger has of bundles (noetl, if "
			"none is named) or files (by --file, or by --name alone), checks what a bundle requires of its columns, who owns "
			"what and who may enter which database, and tries the isolation of platform and "
			"workspace: each of their owners logs in to the other's database and has to be "
			"refused. Changes nothing.\n\nExits 6 if something expected is missing or different. "
			"What is not managed is named in a note. Isolation that cannot hold because "
			"POSTGRES_USER is a superuser is a warning, and an error only with "
			"--require-isolation.",
		.run = command_verify,
	},
	{
		.name = "wait",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.options = OPTION_FILE | OPTION_FOR | OPTION_ANY,
		.setting_groups = TO_READ | FILES | SETTING_GROUP_CLUSTER | SETTING_GROUP_FLEET,
		.unread = unread_by_wait,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_LOOKING,
		.summary = "waits until a database or a schema is ready",
		.description =
			"Waits until the schemas of bundles (noetl, if none is named) are recorded as "
			"applied by this program's version of the bundle or a later one; with --any, by any "
			"version; with --name, or --file, until the DDL of that name is; with --for database, only until the owner can log in and write. Exits 10 "
			"if that takes longer than NOETL_WAIT_TIMEOUT. It is made for init containers.",
		.run = command_wait,
	},
	{
		.name = "init",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.options = OPTION_FILE,
		.setting_groups = TO_CHANGE | FILES | SETTING_GROUP_FLEET,
		.unread = unread_by_init,
		.reads_settings = true,
		.connects = true,
		.targets_phase = PHASE_APPLYING,
		.provisions = true,
		.summary = "applies if NOETL_INIT_DB is true, else waits for the schema",
		.description =
			"The entry point of init containers. With NOETL_INIT_DB=true or "
			"NOETL_SCHEMA_VALIDATE=true it does what apply does, otherwise what wait does. "
			"Files that it may have to apply are given with --file.",
		.run = command_init,
	},
	{
		.name = "status",
		.arguments = COMMAND_BUNDLES,
		.greatest_argument_count = ANY_COUNT,
		.options = OPTION_FILE | OPTION_LIMIT,
		.setting_groups = TO_READ | FILES | SETTING_GROUP_OUTPUT,
		.unread = unread_by_status,
		.reads_settings = true,
		.connects = true,
		.summary = "shows the state of the schemas, and the last runs",
		.description =
			"Shows for bundles (noetl, if none is named) or files (by --file, or by --name alone) whether their schemas are as the last "
			"run recorded them, and the last runs in the ledgers of their databases. Changes "
			"nothing, and exits 0 whatever it finds: use verify to fail on drift.",
		.run = command_status,
	},
	{
		.name = "erd",
		BUNDLES,
		.options = OPTION_FILE | OPTION_DIAGRAM_FORMAT | OPTION_DESIRED | OPTION_OUTPUT_FILE,
		.setting_groups = TO_READ | FILES | SETTING_GROUP_RUN,
		.unread = unread_by_erd,
		.reads_settings = true,
		.connects = true,
		.summary = "draws the tables and what they refer to",
		.description =
			"Draws the tables of the schemas of bundles (noetl, if none is named) or files (by --file, "
			"or by --name alone): columns, types, keys, comments, and foreign keys as crow's feet. "
			"Partitions are shown by their number. Changes nothing.\n\nIt shows the live schemas, "
			"whoever made what is in them. With --desired it shows what the DDL makes: built in a "
			"shadow, under the schema's lock, and rolled back.",
		.run = command_erd,
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
		.summary = "creates due partitions, detaches or drops expired ones",
		.description =
			"Creates the partitions that are due: for the current interval and for those ahead, "
			"as the bundle says. Rows in the default partition that belong to one of them are "
			"moved into it. Partitions past the bundle's retention, if it has one, are detached "
			"or dropped.\n\nWithout BUNDLE it does so for every bundle that has partitions and "
			"whose schema exists. apply does the same for the bundles it applies.",
		.run = command_partitions,
	},
	{
		.name = "reset",
		BUNDLES,
		.options = OPTION_FILE | OPTION_YES,
		.setting_groups = TO_CHANGE | FILES,
		.unread = unread_by_reset,
		.reads_settings = true,
		.connects = true,
		.provisions = true,
		.summary = "drops everything in the schemas and creates it again",
		.description =
			"Drops everything in the schemas of bundles (noetl, if none is named) or of files, "
			"rows included, and creates it again, each schema in one transaction. The ledger stays. "
			"Without --yes it says what would be dropped, and exits 7. Bundle workspace is never "
			"emptied: its schema holds what users made.",
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
			"\"export execution-logs --id ID\" writes the events of one execution, from "
			"event_log of bundle noetl, as one JSON array with one row on each line, ordered by "
			"time. It writes the whole file or none.",
		.run = command_export,
	},
	{
		.name = "ddl",
		BUNDLES,
		.setting_groups = SETTING_GROUP_NAMES | SETTING_GROUP_RUN | SETTING_GROUP_TIME |
                          SETTING_GROUP_SOURCES | SETTING_GROUP_TARGET,
		.unread = unread_by_ddl,
		.reads_settings = true,
		.summary = "prints the DDL that is in the program",
		.description =
			"Prints the DDL of bundles (noetl, if none is named), ready for psql -f -: it "
			"creates the schema and what is in it. Roles, databases and privileges are not part "
			"of it.",
		.run = command_ddl,
	},
	{
		.name = "config",
		.arguments = "",
		.setting_groups = EVERYTHING,
		.reads_settings = true,
		.summary = "prints every setting and where it comes from",
		.description =
			"Prints the value of every setting and where it comes from. Passwords are masked. If "
			"settings are malformed, it lists them and exits 3.",
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
		.summary = "prints the commands and exit statuses, or the help of a command",
		.description =
			"Prints the commands and exit statuses, the help of one command, or with --format "
			"the whole reference as Markdown or as a man page.",
		.run = command_help,
	},
};

const struct command *
commands(size_t *count)
{
	*count = COUNT_OF(table);
	return table;
}

const struct command *
command_find(const char *name)
{
	for (size_t index = 0; index < COUNT_OF(table); index++)
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
