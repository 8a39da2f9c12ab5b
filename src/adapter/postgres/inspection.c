#include "adapter/postgres/inspection.h"

#include "adapter/postgres/query.h"
#include "base/text.h"

/* '{"a","b"}', as array_in() reads it: backslash and quote are escaped. */
static void
append_array_element(struct text *array, const char *element)
{
	text_append(array, array->length_bytes == 0 ? "{\"" : ",\"");
	for (const char *byte = element; *byte != '\0'; byte++)
	{
		if (*byte == '"' || *byte == '\\')
			text_append_char(array, '\\');
		text_append_char(array, *byte);
	}
	text_append_char(array, '"');
}

static void
end_array(struct text *array)
{
	text_append(array, array->length_bytes == 0 ? "{}" : "}");
}

static const char *
flag_text(bool flag)
{
	return flag ? "true" : "false";
}

static bool
read_differences(struct session *session, const struct query *query,
                 struct access_difference_list *differences, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session, query, &rows, failure))
		return false;
	for (size_t row = 0; row < rows_count(rows); row++)
		access_difference_list_append(
			differences, (struct access_difference){
							 .class = access_class_from_name(rows_text(rows, row, "class")),
							 .is_outside = rows_flag(rows, row, "is_outside"),
							 .object = rows_copy(rows, row, "object"),
							 .promised = rows_copy(rows, row, "promised"),
							 .found = rows_copy(rows, row, "found"),
							 .statement = rows_copy(rows, row, "statement"),
							 .hint = rows_copy(rows, row, "hint"),
						 });
	return true;
}

static bool
compare_role(struct session *session, const struct access_question *question,
             struct access_difference_list *differences, struct failure *failure)
{
	const struct role_wish *role = question->role;

	return read_differences(session,
	                        QUERY("sql/provision_role.sql", "look at a role", role->name,
	                              flag_text(role->can_login), flag_text(role->creates_databases),
	                              question->administrator),
	                        differences, failure);
}

static bool
compare_database(struct session *session, const struct access_question *question,
                 struct access_difference_list *differences, struct failure *failure)
{
	const struct database_wish *database = question->database;
	cleanup_text struct text guests = TEXT_EMPTY;

	for (size_t index = 0; index < database->guests.count; index++)
		append_array_element(&guests, database->guests.items[index]);
	end_array(&guests);
	return read_differences(session,
	                        QUERY("sql/provision_database.sql", "look at a database",
	                              database->name, database->owner, question->administrator,
	                              database->stranger, flag_text(question->admits_administrator),
	                              text_bytes(&guests), question->token,
	                              flag_text(question->drops_leftovers)),
	                        differences, failure);
}

static bool
compare_schema(struct session *session, const struct access_question *question,
               struct access_difference_list *differences, struct failure *failure)
{
	const struct schema_wish *schema = question->schema;

	return read_differences(session,
	                        QUERY("sql/provision_schema.sql", "look at a schema's owner",
	                              schema->name, schema->owner, question->administrator,
	                              flag_text(schema->closes_functions), schema->path_schema,
	                              schema->ledger_schema),
	                        differences, failure);
}

static bool
compare_extension(struct session *session, const struct access_question *question,
                  struct access_difference_list *differences, struct failure *failure)
{
	const struct bundle_extension *extension = question->extension;

	return read_differences(session,
	                        QUERY("sql/provision_extension.sql", "look at an extension",
	                              extension->name, flag_text(extension->is_required),
	                              question->administrator),
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
inspection_columns(struct session *session, const struct target *target,
                   struct column_standing *standings, struct failure *failure)
{
	cleanup_text struct text columns = TEXT_EMPTY;
	cleanup_rows struct rows *rows = NULL;

	for (size_t index = 0; index < target->fact_count; index++)
		append_array_element(&columns, target->facts[index].column);
	end_array(&columns);
	if (!query_run(session,
	               QUERY("sql/inspection_columns.sql", "look at columns", target->schema,
	                     text_bytes(&columns)),
	               &rows, failure))
		return false;
	for (size_t index = 0; index < target->fact_count; index++)
		standings[index] = (struct column_standing){
			.exists = rows_flag(rows, index, "exists"),
			.is_not_null = rows_flag(rows, index, "is_not_null"),
			.has_default = rows_flag(rows, index, "has_default"),
		};
	return true;
}

static bool
inspection_entrance(struct session *session, const char *role, const char *database,
                    struct entrance *entrance, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session,
	               QUERY("sql/inspection_entrance.sql", "look at who may enter a database", role,
	                     database),
	               &rows, failure))
		return false;
	*entrance = (struct entrance){
		.role_exists = rows_flag(rows, 0, "role_exists"),
		.role_is_superuser = rows_flag(rows, 0, "role_is_superuser"),
		.database_exists = rows_flag(rows, 0, "database_exists"),
		.is_permitted = rows_flag(rows, 0, "is_permitted"),
	};
	return true;
}

static bool
inspection_open_databases(struct session *session, struct name_list *names, struct failure *failure)
{
	cleanup_rows struct rows *rows = NULL;

	if (!query_run(session, QUERY("sql/inspection_open_databases.sql", "look at the databases"),
	               &rows, failure))
		return false;
	for (size_t row = 0; row < rows_count(rows); row++)
		name_list_append(names, rows_text(rows, row, "name"));
	return true;
}

const struct inspection_operations postgres_inspection_operations = {
	.compare = inspection_compare,
	.columns = inspection_columns,
	.entrance = inspection_entrance,
	.open_databases = inspection_open_databases,
};
