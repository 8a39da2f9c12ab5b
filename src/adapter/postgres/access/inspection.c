#include "adapter/postgres/access/inspection.h"

#include "adapter/postgres/query/query.h"
#include "base/memory.h"

struct difference_row
{
	const char *class;
	bool is_outside;
	const char *kind;
	const char *identity;
	const char *expected;
	const char *found;
	const char *statement;
	const char *hint;
};

static const struct column difference_columns[] = {
	COLUMN(struct difference_row, class),
	COLUMN(struct difference_row, is_outside),
	COLUMN(struct difference_row, kind),
	COLUMN(struct difference_row, identity),
	COLUMN(struct difference_row, expected),
	COLUMN(struct difference_row, found),
	TEXT_OR_NULL(struct difference_row, statement),
	TEXT_OR_NULL(struct difference_row, hint),
};
static const struct answer_shape difference_answer =
	ANSWER(struct difference_row, ROWS_ANY, difference_columns);

static const struct column column_columns[] = {
	COLUMN(struct column_status, exists),
	COLUMN(struct column_status, is_not_null),
	COLUMN(struct column_status, has_default),
};
static const struct answer_shape column_answer =
	ANSWER(struct column_status, ROWS_ANY, column_columns);

static const struct column entrance_columns[] = {
	COLUMN(struct entrance, role_exists),
	COLUMN(struct entrance, role_is_superuser),
	COLUMN(struct entrance, database_exists),
	COLUMN(struct entrance, is_permitted),
};
static const struct answer_shape entrance_answer =
	ANSWER(struct entrance, ROWS_ONE, entrance_columns);

struct database_row
{
	const char *name;
};

static const struct column database_columns[] = {COLUMN(struct database_row, name)};
static const struct answer_shape database_answer =
	ANSWER(struct database_row, ROWS_ANY, database_columns);

/* A difference that can be corrected must come with the statement for it. */
static bool
append_difference(const struct difference_row *row, const char *purpose,
                  struct access_difference_list *differences, struct failure *failure)
{
	enum access_class class = access_class_from_name(row->class);
	enum object_kind kind = object_kind_from_name(row->kind);

	if (row->statement == NULL && (class == ACCESS_CHANGE || class == ACCESS_ATTEMPT))
		return answer_fail(failure, purpose, "\"%s\" without a statement for it", row->class);
	if (kind == KIND_OTHER)
		return answer_fail(failure, purpose, "an object of kind \"%s\"", row->kind);
	access_difference_list_append(differences,
	                              (struct access_difference){
									  .class = class,
									  .is_outside = row->is_outside,
									  .kind = kind,
									  .identity = memory_copy_text(row->identity),
									  .expected = memory_copy_text(row->expected),
									  .found = memory_copy_text(row->found),
									  .statement = memory_copy_text_or_null(row->statement),
									  .hint = memory_copy_text_or_null(row->hint),
								  });
	return true;
}

static bool
read_differences(struct session *session, const struct query *query,
                 struct access_difference_list *differences, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session, query, &rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct difference_row row = {0};

		rows_read(rows, index, &row);
		if (!append_difference(&row, query->purpose, differences, failure))
			return false;
	}
	return true;
}

static bool
compare_role(struct session *session, const struct access_question *question,
             struct access_difference_list *differences, struct failure *failure)
{
	const struct role_spec *role = question->role;

	return read_differences(session,
	                        QUERY("sql/provision_role.sql", "read a role", &difference_answer,
	                              as_text(role->name), as_flag(role->can_login),
	                              as_flag(role->creates_databases),
	                              as_text(question->administrator)),
	                        differences, failure);
}

static bool
compare_database(struct session *session, const struct access_question *question,
                 struct access_difference_list *differences, struct failure *failure)
{
	const struct database_spec *database = question->database;

	return read_differences(
		session,
		QUERY("sql/provision_database.sql", "read a database's properties", &difference_answer,
	          as_text(database->name), as_text(database->owner), as_text(question->administrator),
	          as_text(database->barred_role), as_flag(question->admits_administrator),
	          as_array(database->extra_logins.items, database->extra_logins.count),
	          as_text(question->token), as_flag(question->drops_leftovers)),
		differences, failure);
}

static bool
compare_schema(struct session *session, const struct access_question *question,
               struct access_difference_list *differences, struct failure *failure)
{
	const struct schema_spec *schema = question->schema;

	return read_differences(session,
	                        QUERY("sql/provision_schema.sql", "read a schema's owner",
	                              &difference_answer, as_text(schema->name), as_text(schema->owner),
	                              as_text(question->administrator),
	                              as_flag(schema->closes_functions), as_text(schema->path_schema),
	                              as_text(schema->ledger_schema)),
	                        differences, failure);
}

static bool
compare_extension(struct session *session, const struct access_question *question,
                  struct access_difference_list *differences, struct failure *failure)
{
	const struct bundle_extension *extension = question->extension;

	return read_differences(session,
	                        QUERY("sql/provision_extension.sql", "read an extension's state",
	                              &difference_answer, as_text(extension->name),
	                              as_flag(extension->is_required),
	                              as_text(question->administrator)),
	                        differences, failure);
}

static bool
inspection_compare(struct session *session, const struct access_question *question,
                   struct access_difference_list *differences, struct failure *failure)
{
	static bool (*const subjects[])(struct session *, const struct access_question *,
	                                struct access_difference_list *, struct failure *) = {
		[ACCESS_ROLE] = compare_role,
		[ACCESS_DATABASE] = compare_database,
		[ACCESS_SCHEMA] = compare_schema,
		[ACCESS_EXTENSION] = compare_extension,
	};

	return subjects[question->subject](session, question, differences, failure);
}

static bool
inspection_columns(struct session *session, const struct managed_schema *schema,
                   struct column_status *statuses, struct failure *failure)
{
	static const char purpose[] = "read columns";
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(
			session,
			QUERY("sql/inspection_columns.sql", purpose, &column_answer, as_text(schema->name),
	              AS_ARRAY_OF(schema->required_columns, schema->required_column_count, column)),
			&rows, failure))
		return false;
	if (rows_count(rows) != schema->required_column_count)
		return answer_fail(failure, purpose, "%zu rows for %zu columns", rows_count(rows),
		                   schema->required_column_count);
	for (size_t index = 0; index < schema->required_column_count; index++)
		rows_read(rows, index, &statuses[index]);
	return true;
}

static bool
inspection_entrance(struct session *session, const char *role, const char *database,
                    struct entrance *entrance, struct failure *failure)
{
	return query_run_row(session,
	                     QUERY("sql/inspection_entrance.sql", "read who may connect to a database",
	                           &entrance_answer, as_text(role), as_text(database)),
	                     NULL, entrance, failure);
}

static bool
inspection_open_databases(struct session *session, struct name_list *names, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(
			session,
			QUERY("sql/inspection_open_databases.sql", "list the databases", &database_answer),
			&rows, failure))
		return false;
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct database_row row = {0};

		rows_read(rows, index, &row);
		name_list_append(names, row.name);
	}
	return true;
}

const struct inspection_operations postgres_inspection_operations = {
	.compare = inspection_compare,
	.columns = inspection_columns,
	.entrance = inspection_entrance,
	.open_databases = inspection_open_databases,
};
