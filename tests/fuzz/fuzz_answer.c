/*
 * Any bytes as what a PostgreSQL server answers: everything that is parsed of it, by libpq's own
 * reading of the protocol. The first byte chooses the question. Then come messages: type, two
 * bytes of length, body; they get the frame of the protocol, so that the fuzzer need not count.
 * The login goes before them, and behind them the connection ends. "Ready" ends a turn: what
 * follows is said after the next message of the program.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "adapter/postgres/database.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "port/housekeeping.h"
#include "port/inspection.h"
#include "port/partition.h"
#include "port/provisioning.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())
#define PORT "5432"

enum
{
	MESSAGE_HEADER_BYTES = 3,
	CLIENT_LIMIT = 64,
	CLIENT_BYTES = 65536,
	LIMIT_MS = 1000
};

static char folder[] = "/tmp/fuzz_answer_XXXXXX";
static int listener = -1;
static pthread_mutex_t stream_lock = PTHREAD_MUTEX_INITIALIZER;
static struct text stream; /* what the server says; under the lock */

static struct bundle_extension extension = {(char *)"plpython3u", true};
static struct bundle_fact facts[] = {{(char *)"t.a", true, false}, {(char *)"t.b", false, true}};
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
static const struct target target = {
	.bundle = (char *)"noetl",
	.source = (char *)"bundle:noetl",
	.database = (char *)"noetl",
	.schema = (char *)"noetl",
	.owner = (char *)"noetl",
	.scripts = &script,
	.script_count = 1,
	.facts = facts,
	.fact_count = 2,
	.extensions = &extension,
	.extension_count = 1,
	.partitions = &rule,
	.partition_count = 1,
};

static void
ask_look(struct session *session, struct failure *failure)
{
	struct look look;

	(void)postgres_database()->catalog->look(session, &target, "noetl_ledger", &look, failure);
}

static void
ask_definitions(struct session *session, struct failure *failure)
{
	cleanup_definition_list struct definition_list list = {0};

	if (!postgres_database()->catalog->definitions(session, &target, &list, failure))
		return;
	for (size_t index = 0; index < list.count; index++)
		REQUIRE(list.items[index].kind != NULL && list.items[index].identity != NULL);
}

static void
ask_definition_text(struct session *session, struct failure *failure)
{
	static const struct definition object = {(char *)"table", (char *)"s.t", (char *)""};
	cleanup_memory char *text = NULL;

	(void)postgres_database()->catalog->definition_text(session, "s", &object, &text, failure);
}

static void
ask_promised(struct session *session, struct failure *failure)
{
	cleanup_definition_list struct definition_list list = {0};

	if (postgres_database()->ledger->promised(session, "noetl_ledger", &target, &list, failure) &&
	    list.count > 0)
		REQUIRE(list.items[0].kind != NULL && list.items[0].hash != NULL);
}

static void
ask_history(struct session *session, struct failure *failure)
{
	cleanup_run_record_list struct run_record_list records = {0};

	if (!postgres_database()->ledger->history(session, "noetl_ledger", 10, &records, failure))
		return;
	for (size_t index = 0; index < records.count; index++)
		REQUIRE(records.items[index].source != NULL && records.items[index].outcome != NULL);
}

static void
ask_recorded(struct session *session, struct failure *failure)
{
	struct look look = {0};

	(void)postgres_database()->ledger->recorded(session, "noetl_ledger", &target, &look, failure);
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

	if (postgres_database()->housekeeping->contents(session, &scope, &contents, failure))
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
		(void)postgres_database()->provisioning->mend(session, &list.items[0], &refusal, failure);
}

static void
ask_columns(struct session *session, struct failure *failure)
{
	struct column_standing standings[2];

	(void)postgres_database()->inspection->columns(session, &target, standings, failure);
}

static void
ask_password(struct session *session, struct failure *failure)
{
	const struct provisioning_operations *operations = postgres_database()->provisioning;
	enum password_standing standing = PASSWORD_UNKNOWN;
	bool acquired = false;

	/* The first answer says whether this is a superuser, who alone may look. */
	(void)postgres_database()->lock->try(session, 1, &acquired, failure);
	(void)operations->password_standing(session, "noetl", "secret", &standing, failure);
	(void)operations->set_password(session, "noetl", "secret", "a", failure);
}

static void
ask_lock(struct session *session, struct failure *failure)
{
	const struct lock_operations *lock = postgres_database()->lock;
	cleanup_memory char *holder = NULL;
	cleanup_memory char *blockers = NULL;
	bool acquired = false;

	(void)lock->try(session, 1, &acquired, failure);
	(void)lock->describe_holder(session, 1, &holder, failure);
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
	       postgres_database()->housekeeping->export_event_log(session, "s", 1, &receiver,
	                                                           failure));
}

/* Places of errors, COPY, and the end of a transaction. */
static void
ask_script(struct session *session, struct failure *failure)
{
	static const struct progress progress = {.wants_statements = false};
	const struct session_operations *operations = postgres_database()->session;
	const struct script_range range = {.script = &script, .count = script.statement_count};

	(void)(operations->begin(session, 1000, failure) &&
	       operations->set_schema(session, "noetl", failure) &&
	       postgres_database()->script->run(session, &range, &progress, failure) &&
	       operations->commit(session, failure));
	REQUIRE(failure->place.line >= 0);
}

static void (*const questions[])(struct session *session, struct failure *failure) = {
	ask_look,     ask_definitions, ask_definition_text, ask_promised, ask_history,
	ask_recorded, ask_partitions,  ask_contents,        ask_access,   ask_columns,
	ask_password, ask_lock,        ask_export,          ask_script,
};

static void
append_message(struct text *answers, char type, const void *body, size_t length_bytes)
{
	uint32_t length = htonl((uint32_t)length_bytes + sizeof length);

	text_append_bytes(answers, &type, 1);
	text_append_bytes(answers, (const char *)&length, sizeof length);
	text_append_bytes(answers, body, length_bytes);
}

static void
append_login(struct text *answers)
{
	static const char version[] = "server_version\0"
								  "15.6";
	static const char standby[] = "in_hot_standby\0"
								  "off";
	static const char key[8] = {0, 0, 0, 7, 0, 0, 0, 1};

	append_message(answers, 'R', "\0\0\0\0", 4);
	append_message(answers, 'S', version, sizeof version);
	append_message(answers, 'S', standby, sizeof standby);
	append_message(answers, 'K', key, sizeof key);
	append_message(answers, 'Z', "I", 1);
}

static void
append_answers(struct text *answers, const uint8_t *bytes, size_t length_bytes)
{
	while (length_bytes >= MESSAGE_HEADER_BYTES)
	{
		size_t wanted = (size_t)bytes[1] << 8 | bytes[2];
		size_t given = wanted < length_bytes - MESSAGE_HEADER_BYTES
		                   ? wanted
		                   : length_bytes - MESSAGE_HEADER_BYTES;

		append_message(answers, (char)bytes[0], bytes + MESSAGE_HEADER_BYTES, given);
		bytes += MESSAGE_HEADER_BYTES + given;
		length_bytes -= MESSAGE_HEADER_BYTES + given;
	}
}

/* How much is said at a time: up to where the server is ready, which is when it waits for the client. */
static size_t
length_of_turn(const char *bytes, size_t length_bytes)
{
	size_t turn_bytes = 0;

	while (turn_bytes < length_bytes)
	{
		char type = bytes[turn_bytes];
		uint32_t length = 0;

		memcpy(&length, bytes + turn_bytes + 1, sizeof length);
		turn_bytes += 1 + ntohl(length);
		if (type == 'Z')
			break;
	}
	return turn_bytes;
}

/* One turn for each time that the client says something, whatever it says. */
static void
serve_client(int client, const char *bytes, size_t length_bytes)
{
	char ignored[CLIENT_BYTES];

	while (length_bytes > 0 && recv(client, ignored, sizeof ignored, 0) > 0)
	{
		size_t turn_bytes = length_of_turn(bytes, length_bytes);

		for (size_t sent_bytes = 0; sent_bytes < turn_bytes;)
		{
			ssize_t now_bytes =
				send(client, bytes + sent_bytes, turn_bytes - sent_bytes, MSG_NOSIGNAL);

			if (now_bytes <= 0)
				return;
			sent_bytes += (size_t)now_bytes;
		}
		bytes += turn_bytes;
		length_bytes -= turn_bytes;
	}
}

static void *
serve(void *argument)
{
	(void)argument;
	for (;;)
	{
		int client = accept(listener, NULL, NULL);

		(void)pthread_mutex_lock(&stream_lock);

		size_t length_bytes = stream.length_bytes;
		char *bytes = memory_copy_bytes(text_bytes(&stream), length_bytes);

		(void)pthread_mutex_unlock(&stream_lock);
		serve_client(client, bytes, length_bytes);
		free(bytes);
		(void)shutdown(client, SHUT_WR);
		/* What it has said last is read before it is gone. */
		while (recv(client, &(char){0}, 1, 0) > 0)
			continue;
		(void)close(client);
	}
	return NULL;
}

static void
begin_to_serve(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct failure failure = {0};
	pthread_t thread;

	if (listener >= 0)
		return;
	REQUIRE(mkdtemp(folder) != NULL);
	(void)snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL." PORT, folder);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	REQUIRE(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
	REQUIRE(listen(listener, CLIENT_LIMIT) == 0);
	REQUIRE(pthread_create(&thread, NULL, serve, NULL) == 0);
	REQUIRE(postgres_database()->script->scan(&script, &failure));
}

static void
prepare_stream(const uint8_t *bytes, size_t length_bytes)
{
	(void)pthread_mutex_lock(&stream_lock);
	text_clear(&stream);
	append_login(&stream);
	append_answers(&stream, bytes, length_bytes);
	(void)pthread_mutex_unlock(&stream_lock);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	const struct database *database = postgres_database();
	const struct login login = {.host = folder,
	                            .port = PORT,
	                            .database = "noetl",
	                            .user = "noetl",
	                            .sslmode = "disable",
	                            .connect_timeout_ms = LIMIT_MS,
	                            .lock_timeout_ms = LIMIT_MS};
	struct session *session = NULL;
	struct failure failure = {0};

	if (length_bytes == 0)
		return 0;
	begin_to_serve();
	prepare_stream(bytes + 1, length_bytes - 1);
	if (!database->session->open(database->context, &login, &session, &failure))
		return 0;
	database->session->limit_answers(session, LIMIT_MS);
	questions[bytes[0] % (sizeof questions / sizeof questions[0])](session, &failure);
	REQUIRE(failure.kind != FAILURE_BUG);
	database->session->close(session);
	return 0;
}
