/*
 * Any bytes as what a PostgreSQL server answers: everything that is parsed of it, by libpq's own
 * reading of the protocol. The first byte chooses the question, the rest is said (answer_server.h).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/access/administrator.h"
#include "adapter/postgres/database.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "domain/authentication.h"
#include "port/convergence.h"
#include "port/export.h"
#include "port/inspection.h"
#include "port/partition.h"
#include "port/provisioning.h"
#include "port/reset.h"

#include "answer_server.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

enum
{
	LOGIN_LIMIT_MS = 5000,
	/* The end of what is said comes at once, unless libpq waits for more of it. */
	ANSWER_WAIT_MS = 50
};

static struct bundle_extension extension = {(char *)"plpython3u", true};
static struct column_requirement required_columns[] = {{(char *)"t.a", true, false},
                                                       {(char *)"t.b", false, true}};
static struct bundle_partition rule = {
	.table = (char *)"event",
	.column = (char *)"at",
	.ahead_count = 3,
	.retain_count = 2,
	.interval = PARTITION_MONTH,
	.expiry = PARTITION_EXPIRY_DROP,
};
static char script_text[] = "copy t from stdin;\n1\n\\.\nselect 1; select 2;\n";
static struct script script = {
	.name = (char *)"f.sql", .text = script_text, .length_bytes = sizeof script_text - 1};
static const struct managed_schema schema = {
	.bundle = (char *)"noetl",
	.source = (char *)"bundle:noetl",
	.database = (char *)"noetl",
	.name = (char *)"noetl",
	.owner = (char *)"noetl",
	.ledger_schema = (char *)"noetl_ledger",
	.scripts = &script,
	.script_count = 1,
	.required_columns = required_columns,
	.required_column_count = 2,
	.extensions = &extension,
	.extension_count = 1,
	.partitions = &rule,
	.partition_count = 1,
};

static void
ask_look(struct session *session, struct failure *failure)
{
	struct observed_state observed;

	(void)postgres_database()->catalog->observe(session, &schema, &observed, failure);
}

static void
ask_definitions(struct session *session, struct failure *failure)
{
	cleanup_definitions struct definitions list = {0};

	if (!postgres_database()->catalog->definitions(session, &schema, &list, failure))
		return;
	for (size_t index = 0; index < list.objects.count; index++)
		REQUIRE(list.objects.items[index].kind_name != NULL &&
		        list.objects.items[index].identity != NULL);
	for (size_t index = 0; index < list.access.count; index++)
		REQUIRE(list.access.items[index].identity != NULL);
}

static void
ask_definition_text(struct session *session, struct failure *failure)
{
	static const struct definition object = {
		.kind = KIND_TABLE, .kind_name = "table", .identity = "s.t", .hash = ""};
	cleanup_memory char *text = NULL;

	(void)postgres_database()->catalog->definition_text(session, "s", &object, &text, failure);
}

static void
ask_expected(struct session *session, struct failure *failure)
{
	cleanup_definitions struct definitions list = {0};

	if (postgres_database()->ledger->expected(session, &schema, &list, failure) &&
	    list.objects.count > 0)
		REQUIRE(list.objects.items[0].kind_name != NULL && list.objects.items[0].hash != NULL);
}

/* What a role that may read another's ledger gets by COPY. */
static struct managed_schema
schema_of_another(void)
{
	struct managed_schema of_another = schema;

	of_another.owner = (char *)"auth_service";
	return of_another;
}

static void
ask_expected_of_another(struct session *session, struct failure *failure)
{
	const struct managed_schema of_another = schema_of_another();
	cleanup_definitions struct definitions list = {0};

	if (postgres_database()->ledger->expected(session, &of_another, &list, failure) &&
	    list.objects.count > 0)
		REQUIRE(list.objects.items[0].kind_name != NULL && list.objects.items[0].hash != NULL);
}

static void
ask_history_of_another(struct session *session, struct failure *failure)
{
	const struct managed_schema of_another = schema_of_another();
	const struct ledger ledger = ledger_of_schema(&of_another);
	cleanup_run_record_list struct run_record_list records = {0};

	if (!postgres_database()->ledger->history(session, &ledger, 10, &records, failure))
		return;
	for (size_t index = 0; index < records.count; index++)
		REQUIRE(records.items[index].source != NULL && records.items[index].outcome != NULL);
}

static void
ask_history(struct session *session, struct failure *failure)
{
	cleanup_run_record_list struct run_record_list records = {0};

	const struct ledger ledger = ledger_of_schema(&schema);

	if (!postgres_database()->ledger->history(session, &ledger, 10, &records, failure))
		return;
	for (size_t index = 0; index < records.count; index++)
		REQUIRE(records.items[index].source != NULL && records.items[index].outcome != NULL);
}

static void
ask_recorded(struct session *session, struct failure *failure)
{
	struct observed_state observed = {0};

	(void)postgres_database()->ledger->recorded(session, &schema, &observed, failure);
}

static void
ask_partitions(struct session *session, struct failure *failure)
{
	cleanup_partitioned_table struct partitioned_table table = {0};
	cleanup_partition_plan struct partition_plan plan = {0};

	if (postgres_database()->partition->read(session, "noetl", &rule, &table, failure) &&
	    table.key_column != NULL)
		partition_plan_make(&rule, &table, &plan);
}

static void
ask_contents(struct session *session, struct failure *failure)
{
	static const struct reset_scope scope = {.schema = "noetl"};
	cleanup_schema_contents struct schema_contents contents = {0};
	cleanup_text struct text words = TEXT_EMPTY;

	if (postgres_database()->reset->contents(session, &scope, &contents, failure))
		schema_contents_describe(&contents, &words);
}

static void
ask_access(struct session *session, struct failure *failure)
{
	static const struct access_question question = {
		.subject = ACCESS_EXTENSION, .administrator = "a", .extension = &extension};
	cleanup_access_difference_list struct access_difference_list list = {0};
	cleanup_memory char *refusal = NULL;

	if (postgres_database()->inspection->compare(session, &question, &list, failure) &&
	    list.count > 0 && list.items[0].statement != NULL)
		(void)postgres_database()->provisioning->fix(&(struct administrator_session){session},
		                                             &list.items[0], 0, &refusal, failure);
}

static void
ask_columns(struct session *session, struct failure *failure)
{
	struct column_status statuses[2];

	(void)postgres_database()->inspection->columns(session, &schema, statuses, failure);
}

static void
ask_password(struct session *session, struct failure *failure)
{
	const struct provisioning_operations *operations = postgres_database()->provisioning;
	enum password_status status = PASSWORD_UNKNOWN;
	struct administrator_session administrator = {session};
	const struct lock_login login = {.session = session};
	bool acquired = false;

	/* The first answer says whether this is a superuser, who alone may look. */
	(void)postgres_database()->lock->try(&login, 1, &acquired, failure);
	(void)operations->password_status(&administrator, "noetl", "secret", &status, failure);
	(void)operations->set_password(&administrator, "noetl", "secret", "a", failure);
}

static void
ask_lock(struct session *session, struct failure *failure)
{
	const struct lock_operations *lock = postgres_database()->lock;
	struct lock_holders holders = {0};
	cleanup_memory char *blockers = NULL;
	const struct lock_login login = {.session = session};
	bool acquired = false;

	(void)lock->try(&login, 1, &acquired, failure);
	(void)lock->find_holders(&login, 1, "noetl", &holders, failure);
	free(holders.words);
	(void)lock->describe_blockers(session, "s", &blockers, failure);
}

static bool
take_event(void *context, const char *json, struct failure *failure)
{
	(void)context;
	return json[0] != '!' || fail(failure, FAILURE_TRANSIENT, "enough");
}

static void
ask_export(struct session *session, struct failure *failure)
{
	static const struct export_receiver receiver = {.receive = take_event};

	(void)(postgres_database()->session->begin(session, 1000, failure) &&
	       postgres_database()->export->event_log(session, "s", 1, &receiver, failure));
}

static void
count_nothing(void *context, const char *unit, size_t done_count, size_t total_count)
{
	(void)context;
	(void)unit;
	(void)done_count;
	(void)total_count;
}

/* Places of errors, COPY, and the end of a transaction. */
static void
ask_script(struct session *session, struct failure *failure)
{
	static const struct progress progress = {.count = count_nothing};
	const struct session_operations *operations = postgres_database()->session;
	const struct script_range range = {.script = &script, .count = script.statement_count};

	(void)(operations->begin(session, 1000, failure) &&
	       operations->set_schema(session, "noetl", failure) &&
	       postgres_database()->script->run(session, &range, &progress, failure) &&
	       operations->commit(session, failure));
	REQUIRE(failure->place.line >= 0);
}

static void
ask_facts(struct session *session, struct failure *failure)
{
	static const char *const schemas[] = {"s"};
	static const struct renamed_schema renamed = {"s__1", "s"};
	static const struct fact_request request = {.schemas = schemas,
	                                            .schema_count = 1,
	                                            .renamed = &renamed,
	                                            .renamed_count = 1,
	                                            .suffix = "__1"};
	cleanup_fact_set struct fact_set set = {0};

	if (!postgres_database()->convergence->facts(session, &request, &set, failure))
		return;
	for (size_t place = 0; place < set.count; place++)
		REQUIRE(set.items[place].id != NULL && set.items[place].definition != NULL);
}

static void (*const questions[])(struct session *session, struct failure *failure) = {
	ask_look,
	ask_definitions,
	ask_definition_text,
	ask_expected,
	ask_history,
	ask_recorded,
	ask_partitions,
	ask_contents,
	ask_access,
	ask_columns,
	ask_password,
	ask_lock,
	ask_export,
	ask_script,
	ask_expected_of_another,
	ask_history_of_another,
	ask_facts,
};

enum
{
	QUESTION_COUNT = COUNT_OF(questions)
};

static void
ask(size_t question, const char *host)
{
	const struct database *database = postgres_database();
	const struct login login = {.host = host,
	                            .port = ANSWER_SERVER_PORT,
	                            .database = "noetl",
	                            .user = "noetl",
	                            .sslmode = "disable",
	                            .authentication = AUTHENTICATION_NONE,
	                            .connect_timeout_ms = LOGIN_LIMIT_MS,
	                            .lock_timeout_ms = LOGIN_LIMIT_MS};
	struct session *session = NULL;
	struct failure failure = {0};

	if (!database->session->open(database->context, &login, &session, &failure))
		return;
	database->session->limit_answers(session, ANSWER_WAIT_MS);
	questions[question % QUESTION_COUNT](session, &failure);
	REQUIRE(failure.kind != FAILURE_BUG);
	database->session->close(session);
}

/* libpq itself loses a result when a COPY begins after the description of rows. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libpq.so\n";
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	struct failure failure = {0};

	if (script.statements == NULL)
		REQUIRE(postgres_database()->script->scan(&script, &failure));
	if (length_bytes > 0)
		ask(bytes[0], answer_server_say(bytes + 1, length_bytes - 1));
	return 0;
}
