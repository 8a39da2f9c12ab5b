#include "adapter/postgres/catalog/catalog_shadow.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "adapter/postgres/catalog/catalog_facts.h"
#include "adapter/postgres/catalog/catalog_managed.h"
#include "adapter/postgres/catalog/catalog_rename.h"
#include "adapter/postgres/catalog/catalog_reparse.h"
#include "adapter/postgres/query/query.h"
#include "adapter/postgres/query/query_names.h"
#include "adapter/postgres/wire/session.h"
#include "adapter/postgres/wire/session_exchange.h"
#include "base/cleanup.h"
#include "base/memory.h"

#define PURPOSE "put the schema aside"

enum
{
	SUFFIX_BYTES = 16 /* "__" and eight hex digits */
};

static const struct message_receiver nobody;

struct room_row
{
	const char *original;
	const char *renamed;
};

static const struct column room_columns[] = {
	COLUMN(struct room_row, original),
	COLUMN(struct room_row, renamed),
};
static const struct answer_shape room_answer = ANSWER(struct room_row, ROWS_ANY, room_columns);

struct stranger_row
{
	const char *name;
	bool has_ledger;
};

static const struct column stranger_columns[] = {
	COLUMN(struct stranger_row, name),
	COLUMN(struct stranger_row, has_ledger),
};
static const struct answer_shape stranger_answer =
	ANSWER(struct stranger_row, ROWS_ANY, stranger_columns);

struct routine_row
{
	int64_t oid;
};

static const struct column routine_columns[] = {COLUMN(struct routine_row, oid)};
static const struct answer_shape routine_answer =
	ANSWER(struct routine_row, ROWS_ANY, routine_columns);

static bool
draw_suffix(char suffix[SUFFIX_BYTES], struct failure *failure)
{
	unsigned number = 0;

	if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
		return fail(failure, FAILURE_BUG, "cannot draw a random number: %s", strerror(errno));
	(void)snprintf(suffix, SUFFIX_BYTES, "__%08x", number);
	return true;
}

static void
keep_renamed(struct session *session, const struct rows *rows, char *suffix)
{
	size_t count = rows_count(rows);
	cleanup_memory struct schema_rename *items = memory_allocate(count, sizeof *items);

	for (size_t index = 0; index < count; index++)
	{
		struct room_row row = {0};

		rows_read(rows, index, &row);
		/* Copied by the session, which owns its own. */
		items[index] = (struct schema_rename){(char *)row.renamed, (char *)row.original};
	}
	session_set_renames(
		session, &(const struct session_renames){.items = items, .count = count, .suffix = suffix});
}

static bool
rename_schemas(struct session *session, const struct managed_schema *schema, char *suffix,
               struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;
	cleanup_name_list struct name_list listed = {0};
	bool is_database = schema->managed_scope == MANAGED_DATABASE;

	managed_schema_list_names(schema, &listed);

	const struct query_parameter schemas =
		is_database ? as_text(NULL) : as_array(listed.items, listed.count);

	/* Waited for: who is refused this has another way, and it is not the script that is refused. */
	if (!query_run(session,
	               QUERY("sql/shadow_room.sql", PURPOSE, &room_answer, schemas, as_text(suffix),
	                     as_text(schema->name), as_flag(schema->prunes),
	                     as_text(schema->ledger_base)),
	               &rows, failure))
		return false;
	keep_renamed(session, rows, suffix);
	return true;
}

/* Before schemas are made: default privileges would be given on them. */
static bool
put_globals_aside(struct session *session, const struct managed_schema *schema, const char *suffix,
                  struct failure *failure)
{
	return schema->managed_scope != MANAGED_DATABASE ||
	       query_run(session, QUERY("sql/shadow_globals.sql", PURPOSE, NO_ANSWER, as_text(suffix)),
	                 NULL, failure);
}

static bool
drop_other_extensions(struct session *session, const struct managed_schema *schema,
                      const struct name_list *extensions, struct failure *failure)
{
	return schema->managed_scope != MANAGED_DATABASE || !schema->prunes ||
	       query_run(session,
	                 QUERY("sql/shadow_extensions.sql", PURPOSE, NO_ANSWER,
	                       as_array(extensions->items, extensions->count)),
	                 NULL, failure);
}

static bool
shadow_make_room(struct session *session, const struct managed_schema *schema,
                 const struct name_list *extensions, struct failure *failure)
{
	char suffix[SUFFIX_BYTES];

	return draw_suffix(suffix, failure) && put_globals_aside(session, schema, suffix, failure) &&
	       rename_schemas(session, schema, suffix, failure) &&
	       drop_other_extensions(session, schema, extensions, failure);
}

static bool
shadow_find_strangers(struct session *session, const struct managed_schema *schema,
                      const struct name_list *roles, struct strangers *strangers,
                      struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/shadow_strangers.sql", "see whose objects may be changed",
	                     &stranger_answer, as_array(roles->items, roles->count),
	                     as_text(schema->prunes ? schema->ledger_base : NULL)),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct stranger_row row = {0};

		rows_read(rows, index, &row);
		name_list_append(row.has_ledger ? &strangers->with_ledger : &strangers->unreachable,
		                 row.name);
	}
	return true;
}

static bool
shadow_find_skipped(struct session *session, const struct managed_schema *schema,
                    struct name_list *skipped, struct failure *failure)
{
	if (schema->managed_scope != MANAGED_DATABASE || !schema->prunes)
		return true;
	return query_names(session,
	                   QUERY("sql/managed_skipped.sql", "see which schemas are managed",
	                         &query_names_answer, as_text(schema->name),
	                         as_text(schema->ledger_base), as_text(session_beyond(session))),
	                   skipped, failure);
}

static bool
shadow_find_routines(struct session *session, const struct managed_schema *schema,
                     const struct name_list *names, uint32_t *oids, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/shadow_routines.sql", "find what the DDL drops", &routine_answer,
	                     as_array(names->items, names->count), as_text(schema->name)),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < names->count && index < rows_count(rows); index++)
	{
		struct routine_row row = {0};

		rows_read(rows, index, &row);
		oids[index] = (uint32_t)row.oid;
	}
	return true;
}

static bool
shadow_find_changed(struct session *session, const struct managed_schema *schema,
                    const struct name_list *changed, struct name_list *relations,
                    struct failure *failure)
{
	const struct session_renames *renames = session_renames(session);
	cleanup_name_list struct name_list schemas = {0};
	bool has_globals = false;

	catalog_managed_names(session, schema, &schemas, &has_globals);
	for (size_t index = 0; index < renames->count; index++)
		name_list_append(&schemas, renames->items[index].renamed);
	return query_names(session,
	                   QUERY("sql/shadow_changed.sql", "find what hangs on what differs",
	                         &query_names_answer, as_array(schemas.items, schemas.count),
	                         as_array(changed->items, changed->count)),
	                   relations, failure);
}

static bool
shadow_settle(struct session *session, struct failure *failure)
{
	session_prepare_message(session);
	return message_exchange(session, &nobody, failure);
}

const struct shadow_operations postgres_shadow_operations = {
	.make_room = shadow_make_room,
	.reparse = catalog_reparse,
	.facts = catalog_facts_of_schema,
	.find_changed = shadow_find_changed,
	.find_strangers = shadow_find_strangers,
	.find_skipped = shadow_find_skipped,
	.find_routines = shadow_find_routines,
	.rename_names = catalog_rename_names,
	.settle = shadow_settle,
};
