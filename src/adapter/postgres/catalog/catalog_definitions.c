#include "adapter/postgres/catalog/catalog_definitions.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog/catalog_pieces.h"
#include "adapter/postgres/query/array_text.h"
#include "adapter/postgres/query/query.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/sha256.h"

#define PURPOSE "read the definitions of a schema"

enum
{
	COMPRESSION_SINCE = 140000, /* pg_attribute.attcompression */
	HASH_DIGITS = 32            /* as those that the server makes, by MD5 */
};

static const struct column definition_columns[] = {
	COLUMN(struct definition_words, kind),
	COLUMN(struct definition_words, identity),
	COLUMN(struct definition_words, hash),
	TEXT_OR_NULL(struct definition_words, text),
};
static const struct answer_shape definition_answer =
	ANSWER(struct definition_words, ROWS_ANY, definition_columns);

/* The definition itself, where one object is asked for. */
struct rare_text_row
{
	const char *text;
};

static const struct column rare_text_columns[] = {TEXT_OR_NULL(struct rare_text_row, text)};
static const struct answer_shape rare_text_answer =
	ANSWER(struct rare_text_row, ROWS_ANY, rare_text_columns);

/* The answers stay as long as the pieces borrow from them. */
struct definition_answers
{
	struct rows *access;
	struct rows *pieces;
	struct rows *compression;
	struct rows *rare;
	struct catalog_pieces collected;
	struct query_parameter kept_tables; /* of which the program keeps partitions */
};

static void
definition_answers_free(struct definition_answers *answers)
{
	catalog_pieces_free(&answers->collected);
	rows_free(answers->access);
	rows_free(answers->pieces);
	rows_free(answers->compression);
	rows_free(answers->rare);
}

#define cleanup_definition_answers cleanup_(definition_answers_free)

static struct query_parameter
renamed_of(const struct session *session)
{
	const struct session_renames *renames = session_renames(session);

	return AS_ARRAY_OF(renames->items, renames->count, renamed);
}

static struct query_parameter
originals_of(const struct session *session)
{
	const struct session_renames *renames = session_renames(session);

	return AS_ARRAY_OF(renames->items, renames->count, original);
}

/* Types, policies and the like, where there are any. */
static bool
ask_for_rare_definitions(struct session *session, const char *schema,
                         const struct definition *object, struct definition_answers *answers,
                         struct failure *failure)
{
	return !answers->collected.has_rare ||
	       query_run(session,
	                 QUERY("sql/definitions_rare.sql", PURPOSE,
	                       object != NULL ? &rare_text_answer : &definition_answer, as_text(schema),
	                       as_text(object != NULL ? object->kind_name : NULL),
	                       as_text(object != NULL ? object->identity : NULL), renamed_of(session),
	                       answers->kept_tables, originals_of(session)),
	                 &answers->rare, failure);
}

static bool
collect_pieces(struct definition_answers *answers, struct failure *failure)
{
	struct catalog_pieces *pieces = &answers->collected;

	if (!catalog_pieces_collect(pieces, answers->pieces, PURPOSE, failure) ||
	    !catalog_pieces_collect(pieces, answers->compression, PURPOSE, failure))
		return false;
	catalog_pieces_sort(pieces);
	return true;
}

static bool
has_compression(const struct session *session)
{
	return session_properties(session)->server_version_num >= COMPRESSION_SINCE;
}

/* One message for nearly every schema. */
static bool
ask_for_definitions(struct session *session, const struct managed_schema *schema,
                    struct definition_answers *answers, struct failure *failure)
{
	bool has_objects = !managed_schema_holds_users_objects(schema);

	answers->kept_tables = AS_ARRAY_OF(schema->partitions, schema->partition_count, table);

	const struct query queries[] = {
		*QUERY("sql/definition_access.sql", PURPOSE, &definition_answer, as_text(schema->name),
	           AS_ARRAY_OF(schema->extensions, schema->extension_count, name),
	           as_flag(!has_objects)),
		*QUERY("sql/definitions.sql", PURPOSE, &catalog_pieces_answer, as_text(schema->name),
	           renamed_of(session), answers->kept_tables, originals_of(session)),
		*QUERY("sql/definitions_compression.sql", PURPOSE, &catalog_pieces_answer,
	           as_text(schema->name)),
	};
	struct rows *rows[] = {NULL, NULL, NULL};
	size_t count = !has_objects ? 1 : has_compression(session) ? 3 : 2;

	if (!query_run_all(session, queries, count, rows, failure))
		return false;
	answers->access = rows[0];
	answers->pieces = rows[1];
	answers->compression = rows[2];
	if (!has_objects)
		return true;
	return collect_pieces(answers, failure) &&
	       ask_for_rare_definitions(session, schema->name, NULL, answers, failure);
}

/* With an object only its definition, if it is a rare one. */
static bool
ask_for_objects(struct session *session, const char *schema, const struct definition *object,
                struct definition_answers *answers, struct failure *failure)
{
	/* No bundle has partitions beyond its schema. */
	answers->kept_tables = as_text("{}");

	const struct query queries[] = {
		*QUERY("sql/definitions.sql", PURPOSE, &catalog_pieces_answer, as_text(schema),
	           renamed_of(session), answers->kept_tables, originals_of(session)),
		*QUERY("sql/definitions_compression.sql", PURPOSE, &catalog_pieces_answer, as_text(schema)),
	};
	struct rows *rows[] = {NULL, NULL};

	if (!query_run_all(session, queries, has_compression(session) ? 2 : 1, rows, failure))
		return false;
	answers->pieces = rows[0];
	answers->compression = rows[1];
	return collect_pieces(answers, failure) &&
	       ask_for_rare_definitions(session, schema, object, answers, failure);
}

static void
append_definitions(struct definitions *definitions, const struct rows *rows)
{
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct definition_words row = {0};

		rows_read(rows, index, &row);
		definitions_append(definitions, &row);
	}
}

static void
append_hashed_definition(void *context, const char *kind, const char *identity,
                         const char *definition)
{
	struct sha256 sha256;
	char hash[SHA256_HEX_BYTES];

	sha256_begin(&sha256);
	sha256_add(&sha256, definition, strlen(definition));
	sha256_finish(&sha256, hash);
	hash[HASH_DIGITS] = '\0';
	definitions_append(context,
	                   &(const struct definition_words){
						   .kind = kind, .identity = identity, .hash = hash, .text = definition});
}

static void
append_answers(const struct definition_answers *answers, struct definitions *list)
{
	append_definitions(list, answers->access);
	append_definitions(list, answers->rare);
	catalog_pieces_each(&answers->collected, append_hashed_definition, list);
}

/* What is in no schema. */
static bool
append_globals(struct session *session, struct definitions *list, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/definitions_global.sql", PURPOSE, &definition_answer,
	                     renamed_of(session), originals_of(session),
	                     as_text(session_renames(session)->suffix)),
	               &rows, failure))
		return false;
	append_definitions(list, rows);
	return true;
}

static bool
append_beyond(struct session *session, const char *name, struct definitions *list,
              struct failure *failure)
{
	cleanup_definition_answers struct definition_answers answers = {0};

	if (name[0] == '\0')
		return append_globals(session, list, failure);
	if (!ask_for_objects(session, name, NULL, &answers, failure))
		return false;
	append_answers(&answers, list);
	return true;
}

static bool
append_all_beyond(struct session *session, struct definitions *list, struct failure *failure)
{
	cleanup_array_items struct array_items names = {NULL, 0, NULL};

	if (session_beyond(session) == NULL)
		return true;
	(void)array_text_read(session_beyond(session), &names);
	for (size_t index = 0; index < names.count; index++)
	{
		if (names.items[index] != NULL &&
		    !append_beyond(session, names.items[index], list, failure))
			return false;
	}
	return true;
}

bool
catalog_definitions(struct session *session, const struct managed_schema *schema,
                    struct definitions *definitions, struct failure *failure)
{
	cleanup_definition_answers struct definition_answers answers = {0};
	cleanup_definitions struct definitions list = {0};

	if (!ask_for_definitions(session, schema, &answers, failure))
		return false;
	append_answers(&answers, &list);
	if (managed_schema_may_reach_beyond(schema) && !append_all_beyond(session, &list, failure))
		return false;
	definitions_sort(&list);
	*definitions = list;
	list = (struct definitions){0};
	return true;
}

struct search
{
	const struct definition *object;
	char *text;
};

static void
take_if_wanted(void *context, const char *kind, const char *identity, const char *definition)
{
	struct search *search = context;

	if (search->text == NULL &&
	    definition_is_of(search->object, object_kind_from_name(kind), identity))
		search->text = memory_copy_text(definition);
}

bool
catalog_definition_text(struct session *session, const char *schema,
                        const struct definition *object, char **text, struct failure *failure)
{
	cleanup_definition_answers struct definition_answers answers = {0};
	struct search search = {object, NULL};
	struct rare_text_row rare = {0};

	if (!ask_for_objects(session, schema, object, &answers, failure))
		return false;
	catalog_pieces_each(&answers.collected, take_if_wanted, &search);
	rows_read(answers.rare, 0, &rare);
	if (search.text == NULL)
		search.text = memory_copy_text_or_null(rare.text);
	*text = search.text;
	return true;
}
