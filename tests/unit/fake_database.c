#include "fake_database.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "fake_clock.h"
#include "port/destruction.h"

struct session
{
	struct fake_database *fake;
	enum session_state state;
};

static bool
fake_note(struct fake_database *fake, const char *call)
{
	text_append_format(&fake->calls, "%s ", call);
	return true;
}

static bool
fake_session_open(void *context, const struct login *login, struct session **session,
                  struct failure *failure)
{
	struct fake_database *fake = context;
	int attempt = fake->open_count++;

	fake_note(fake, "open");
	if (fake->clock != NULL)
		fake->clock->now_ms += fake->open_takes_ms;
	(void)snprintf(fake->last_password, sizeof fake->last_password, "%s",
	               login->password != NULL ? login->password : "");
	if (attempt < fake->open_failure_count && fake->open_failures[attempt].kind != FAILURE_NONE)
	{
		*failure = fake->open_failures[attempt];
		return false;
	}

	struct session *opened = memory_allocate(1, sizeof *opened);

	opened->fake = fake;
	if (fake->state_count > 0)
		opened->state = fake->states[attempt < fake->state_count ? attempt : fake->state_count - 1];
	fake->open_session_count++;
	*session = opened;
	return true;
}

static void
fake_session_close(struct session *session)
{
	if (session == NULL)
		return;
	fake_note(session->fake, "close");
	session->fake->open_session_count--;
	free(session);
}

static bool
fake_session_used_password(const struct session *session)
{
	(void)session;
	return true;
}

static enum session_state
fake_session_state(const struct session *session)
{
	return session->state;
}

static bool
fake_session_learn_state(struct session *session, struct failure *failure)
{
	(void)session;
	(void)failure;
	return true;
}

static void
fake_session_limit_answers(struct session *session, int64_t limit_ms)
{
	session->fake->answer_limit_ms = limit_ms;
}

static bool
fake_session_is_exposed(const struct session *session)
{
	return session->fake->is_exposed;
}

static bool
fake_session_find_setting(struct session *session, const struct setting_question *question,
                          struct setting_place *place, struct failure *failure)
{
	const struct fake_database *fake = session->fake;

	(void)question;
	(void)failure;
	*place = (struct setting_place){.is_of_role = fake->setting_is_of_role};
	if (fake->setting_place != NULL)
	{
		place->words = memory_copy_text(fake->setting_place);
		place->reset = memory_format("ALTER %s RESET", fake->setting_place);
	}
	return true;
}

static void
fake_session_override_read_only(struct session *session)
{
	fake_note(session->fake, "override_read_only");
	session->state = SESSION_WRITABLE;
}

static bool
fake_session_is_behind_pooler(const struct session *session)
{
	return session->fake->is_behind_pooler;
}

static bool
fake_session_begin(struct session *session, int64_t lock_timeout_ms, struct failure *failure)
{
	(void)failure;
	session->fake->begun_lock_timeout_ms = lock_timeout_ms;
	return fake_note(session->fake, "begin");
}

static bool
fake_session_commit(struct session *session, struct failure *failure)
{
	(void)failure;
	return fake_note(session->fake, "commit");
}

static bool
fake_session_rollback(struct session *session, struct failure *failure)
{
	(void)failure;
	return fake_note(session->fake, "rollback");
}

static bool
fake_session_savepoint(struct session *session, struct failure *failure)
{
	(void)failure;
	return fake_note(session->fake, "savepoint");
}

static bool
fake_session_rollback_to_savepoint(struct session *session, struct failure *failure)
{
	(void)failure;
	return fake_note(session->fake, "rollback_to_savepoint");
}

static bool
fake_session_clean(struct session *session, struct failure *failure)
{
	(void)failure;
	session->fake->clean_count++;
	return true;
}

static bool
fake_session_release_savepoint(struct session *session, struct failure *failure)
{
	(void)failure;
	return fake_note(session->fake, "release_savepoint");
}

static bool
fake_session_set_schema(struct session *session, const char *schema, struct failure *failure)
{
	(void)failure;
	text_append_format(&session->fake->calls, "set_schema:%s ", schema);
	return true;
}

/* The fake's sessions are all alike: only the compiler tells the administrator's. */
struct administrator_session *
fake_database_administrator(struct session *session)
{
	return (struct administrator_session *)(void *)session;
}

struct session *
fake_database_session(struct administrator_session *administrator)
{
	return (struct session *)(void *)administrator;
}

static struct session *
lock_session(const struct lock_login *login)
{
	return login->administrator != NULL ? fake_database_session(login->administrator)
	                                    : login->session;
}

static int64_t
fake_lock_key(const char *database, const char *schema)
{
	return (int64_t)database[0] * 256 + schema[0];
}

static bool
fake_lock_answer(struct fake_database *fake, bool *acquired, struct failure *failure)
{
	if (fake->lock_failure.kind != FAILURE_NONE)
	{
		*failure = fake->lock_failure;
		return false;
	}
	*acquired = fake->lock_try_count >= fake->lock_busy_count;
	fake->lock_try_count++;
	return true;
}

static void
fake_lock_set_beside(struct session *session, const struct lock_beside *items, size_t count)
{
	(void)session;
	(void)items;
	(void)count;
}

static bool
fake_lock_try(const struct lock_login *login, int64_t key, bool *acquired, struct failure *failure)
{
	struct session *session = lock_session(login);

	(void)key;
	fake_note(session->fake, "lock_try");
	return fake_lock_answer(session->fake, acquired, failure);
}

static bool
fake_lock_try_in_transaction(const struct lock_login *login, int64_t key, int64_t lock_timeout_ms,
                             bool *acquired, struct failure *failure)
{
	struct session *session = lock_session(login);

	(void)key;
	if (!session->fake->session.begin(session, lock_timeout_ms, failure))
		return false;
	fake_note(session->fake, "lock_try_in_transaction");
	return fake_lock_answer(session->fake, acquired, failure) &&
	       (*acquired || session->fake->session.rollback(session, failure));
}

static bool
fake_lock_release(struct session *session, int64_t key, struct failure *failure)
{
	(void)key;
	(void)failure;
	return fake_note(session->fake, "lock_release");
}

static bool
fake_lock_describe_blockers(struct session *session, const char *schema, char **blockers,
                            struct failure *failure)
{
	(void)schema;
	(void)failure;
	fake_note(session->fake, "describe_blockers");
	*blockers = memory_copy_text("pid 43 (psql)");
	return true;
}

static bool
fake_lock_describe_writers(const struct lock_login *login, char **writers, struct failure *failure)
{
	(void)failure;
	fake_note(lock_session(login)->fake, "describe_writers");
	*writers = memory_copy_text("pid 44 (psql, user demo)");
	return true;
}

static bool
fake_lock_find_holders(const struct lock_login *login, int64_t key, const char *administrator,
                       struct lock_holders *holders, struct failure *failure)
{
	struct fake_database *fake = lock_session(login)->fake;

	(void)key;
	(void)failure;
	fake_note(fake, "find_holders");
	*holders = (struct lock_holders){
		.words = fake->lock_holder != NULL ? memory_copy_text(fake->lock_holder) : NULL,
		.peer_count = fake->lock_holder != NULL && !fake->lock_holder_is_unrelated,
		.unrelated_count =
			fake->lock_holder != NULL && fake->lock_holder_is_unrelated && administrator != NULL,
	};
	return true;
}

void
fake_database_set_state(struct session *session, enum session_state state)
{
	session->state = state;
}

/* An empty database: there is nothing that could be lost. */
static bool
fake_destruction_mark(struct session *session, const char *ledger_schema,
                      struct table_mark_list *marks, struct failure *failure)
{
	(void)session;
	(void)ledger_schema;
	(void)failure;
	*marks = (struct table_mark_list){.is_counted = true};
	return true;
}

static const struct destruction_operations fake_destruction = {.mark = fake_destruction_mark};

void
fake_database_init(struct fake_database *fake)
{
	*fake = (struct fake_database){
		.session =
			{
				.open = fake_session_open,
				.close = fake_session_close,
				.used_password = fake_session_used_password,
				.state = fake_session_state,
				.learn_state = fake_session_learn_state,
				.is_exposed = fake_session_is_exposed,
				.find_setting = fake_session_find_setting,
				.override_read_only = fake_session_override_read_only,
				.limit_answers = fake_session_limit_answers,
				.is_behind_pooler = fake_session_is_behind_pooler,
				.begin = fake_session_begin,
				.commit = fake_session_commit,
				.rollback = fake_session_rollback,
				.savepoint = fake_session_savepoint,
				.rollback_to_savepoint = fake_session_rollback_to_savepoint,
				.clean = fake_session_clean,
				.release_savepoint = fake_session_release_savepoint,
				.set_schema = fake_session_set_schema,
			},
		.lock =
			{
				.set_beside = fake_lock_set_beside,
				.key = fake_lock_key,
				.try = fake_lock_try,
				.try_in_transaction = fake_lock_try_in_transaction,
				.release = fake_lock_release,
				.find_holders = fake_lock_find_holders,
				.describe_blockers = fake_lock_describe_blockers,
				.describe_writers = fake_lock_describe_writers,
			},
	};
	fake->database = (struct database){
		.context = fake,
		.session = &fake->session,
		.lock = &fake->lock,
		.destruction = &fake_destruction,
	};
}

void
fake_database_free(struct fake_database *fake)
{
	text_free(&fake->calls);
}
