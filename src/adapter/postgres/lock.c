#include "adapter/postgres/lock.h"

#include <stdio.h>
#include <stdlib.h>

#include "adapter/postgres/access/administrator.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/wire/session.h"
#include "adapter/postgres/wire/session_operations.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/utf8.h"

enum
{
	KEY_HEX_DIGITS = 16, /* of 64 bits */
	NAMED_HOLDER_COUNT = 3
};

/*
 * The first eight bytes of SHA-256 over "noetl-schema/<database>/<schema>", which SQL can repeat
 * (docs/locking.md). MD5 would be shorter to write there, but is missing in FIPS mode.
 */
static int64_t
lock_key(const char *database, const char *schema)
{
	cleanup_text struct text name = TEXT_EMPTY;
	char hex[SHA256_HEX_BYTES];
	struct sha256 sum;

	text_append_format(&name, "noetl-schema/%s/%s", database, schema);
	sha256_begin(&sum);
	sha256_add(&sum, text_bytes(&name), name.length_bytes);
	sha256_finish(&sum, hex);
	hex[KEY_HEX_DIGITS] = '\0';
	return (int64_t)strtoull(hex, NULL, 16);
}

struct lock_row
{
	bool acquired;
};

static const struct column lock_columns[] = {COLUMN(struct lock_row, acquired)};
static const struct answer_shape lock_answer = ANSWER(struct lock_row, ROWS_ONE, lock_columns);

struct holder_row
{
	const char *holder;
	bool is_peer;
};

static const struct column holder_columns[] = {
	COLUMN(struct holder_row, holder),
	COLUMN(struct holder_row, is_peer),
};
static const struct answer_shape holder_answer =
	ANSWER(struct holder_row, ROWS_ANY, holder_columns);

struct blocker_row
{
	const char *blocker;
};

static const struct column blocker_columns[] = {COLUMN(struct blocker_row, blocker)};
static const struct answer_shape blocker_answer =
	ANSWER(struct blocker_row, ROWS_ANY, blocker_columns);

/* All that are taken together with a key, and the key. */
struct lock_set
{
	struct lock_beside *items;
	size_t count;
};

static void
lock_set_free(struct lock_set *set)
{
	free(set->items);
}

#define cleanup_lock_set cleanup_(lock_set_free)

static struct lock_set
lock_set_of(const struct session *session, int64_t key)
{
	struct lock_set set = {.count = session->lock_beside_count + 1};

	set.items = memory_allocate(set.count, sizeof *set.items);
	for (size_t index = 0; index + 1 < set.count; index++)
		set.items[index] = session->locks_beside[index];
	set.items[set.count - 1] = (struct lock_beside){.key = key, .is_shared = false};
	return set;
}

static void
lock_set_beside(struct session *session, const struct lock_beside *items, size_t count)
{
	free(session->locks_beside);
	session->locks_beside = memory_allocate(count, sizeof *items);
	session->lock_beside_count = count;
	for (size_t index = 0; index < count; index++)
		session->locks_beside[index] = items[index];
}

static struct session *
lock_session(const struct lock_login *login)
{
	return login->administrator != NULL ? login->administrator->session : login->session;
}

static bool
lock_ask(struct session *session, const char *file, int64_t key, bool *answer,
         struct failure *failure)
{
	cleanup_lock_set struct lock_set set = lock_set_of(session, key);
	struct lock_row row = {0};

	if (!query_run_row(session,
	                   QUERY(file, "take the schema lock", &lock_answer,
	                         AS_ARRAY_OF(set.items, set.count, key),
	                         AS_ARRAY_OF(set.items, set.count, is_shared)),
	                   NULL, &row, failure))
		return false;
	*answer = row.acquired;
	return true;
}

static bool
lock_try(const struct lock_login *login, int64_t key, bool *acquired, struct failure *failure)
{
	struct session *session = lock_session(login);

	if (!lock_ask(session, "sql/lock_try.sql", key, acquired, failure))
		return false;
	/* No script runs in an administrator's session. */
	session->holds_lock = *acquired && login->administrator == NULL;
	session->lock_key = key;
	return true;
}

static bool
lock_try_in_transaction(const struct lock_login *login, int64_t key, int64_t lock_timeout_ms,
                        bool *acquired, struct failure *failure)
{
	const struct session_operations *operations = &postgres_session_operations;
	struct session *session = lock_session(login);
	bool is_taken = false;

	if (!operations->begin(session, lock_timeout_ms, failure) ||
	    !lock_ask(session, "sql/lock_try_in_transaction.sql", key, &is_taken, failure) ||
	    (!is_taken && !operations->rollback(session, failure)))
		return false;
	*acquired = is_taken;
	return true;
}

static bool
lock_release(struct session *session, int64_t key, struct failure *failure)
{
	cleanup_lock_set struct lock_set set = lock_set_of(session, key);

	session->holds_lock = false;
	/* The answer proves that the lock is free when the program ends. */
	return query_run_at_last(session,
	                         QUERY("sql/lock_release.sql", "release the schema lock", NO_ANSWER,
	                               AS_ARRAY_OF(set.items, set.count, key),
	                               AS_ARRAY_OF(set.items, set.count, is_shared)),
	                         failure);
}

static bool
lock_find_holders(const struct lock_login *login, int64_t key, const char *administrator,
                  struct lock_holders *holders, struct failure *failure)
{
	cleanup_lock_set struct lock_set set = lock_set_of(lock_session(login), key);
	cleanup_rows struct rows *rows = NULL;
	cleanup_text struct text words = TEXT_EMPTY;

	*holders = (struct lock_holders){0};
	if (!query_run(lock_session(login),
	               QUERY("sql/lock_holder.sql", "ask who holds the lock", &holder_answer,
	                     AS_ARRAY_OF(set.items, set.count, key), as_text(administrator),
	                     AS_ARRAY_OF(set.items, set.count, is_shared)),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct holder_row row = {0};

		rows_read(rows, index, &row);
		if (row.is_peer)
			holders->peer_count++;
		else
			holders->unrelated_count++;
		if (index < NAMED_HOLDER_COUNT)
			text_append_format(&words, "%s%s", index > 0 ? "; " : "", row.holder);
	}
	if (rows_count(rows) > NAMED_HOLDER_COUNT)
		text_append_format(&words, "; and %zu more", rows_count(rows) - NAMED_HOLDER_COUNT);
	holders->words = rows_count(rows) > 0 ? text_steal(&words) : NULL;
	return true;
}

static bool
lock_describe(struct session *session, const struct query *query, char **words,
              struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	cleanup_text struct text text = TEXT_EMPTY;

	if (!query_run(session, query, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct blocker_row row = {0};

		rows_read(rows, index, &row);
		text_append_format(&text, "%s%s", index > 0 ? "; " : "", row.blocker);
	}
	*words = text_steal(&text);
	return true;
}

static bool
lock_describe_blockers(struct session *session, const char *schema, char **blockers,
                       struct failure *failure)
{
	return lock_describe(
		session,
		QUERY("sql/lock_blockers.sql", "ask who holds locks", &blocker_answer, as_text(schema)),
		blockers, failure);
}

static bool
lock_describe_writers(const struct lock_login *login, char **writers, struct failure *failure)
{
	return lock_describe(
		lock_session(login),
		QUERY("sql/lock_writers.sql", "ask who has not committed", &blocker_answer), writers,
		failure);
}

bool
lock_keep(struct session *session, struct failure *failure)
{
	cleanup_lock_set struct lock_set set = lock_set_of(session, session->lock_key);

	return query_run(session,
	                 QUERY("sql/lock_keep.sql", "keep the schema lock", NO_ANSWER,
	                       AS_ARRAY_OF(set.items, set.count, key),
	                       AS_ARRAY_OF(set.items, set.count, is_shared)),
	                 NULL, failure);
}

bool
lock_name_blockers(struct session *session, const char *schema, struct failure *failure)
{
	cleanup_memory char *blockers = NULL;
	struct failure ignored = {0};

	if (failure->reason != REASON_LOCK_TIMEOUT || failure->connection_lost ||
	    session->transaction_is_open ||
	    !lock_describe_blockers(session, schema, &blockers, &ignored) || blockers == NULL ||
	    blockers[0] == '\0')
		return false;

	cleanup_memory char *message = memory_format("%s; in the way: %s", failure->message, blockers);

	(void)snprintf(failure->message, sizeof failure->message, "%s", message);
	utf8_drop_cut_end(failure->message);
	return false;
}

const struct lock_operations postgres_lock_operations = {
	.set_beside = lock_set_beside,
	.key = lock_key,
	.try = lock_try,
	.try_in_transaction = lock_try_in_transaction,
	.release = lock_release,
	.find_holders = lock_find_holders,
	.describe_blockers = lock_describe_blockers,
	.describe_writers = lock_describe_writers,
};
