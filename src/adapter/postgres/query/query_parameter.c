#include "adapter/postgres/query/query_parameter.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <string.h>

#include "adapter/postgres/wire/session.h"

static void
append_quoted(struct text *sql, char *quoted)
{
	/*
	 * libpq gives NULL for bytes that are not UTF-8; an empty identifier makes the server refuse
	 * the query.
	 */
	text_append(sql, quoted != NULL ? quoted : "\"\"");
	PQfreemem(quoted);
}

void
query_append_identifier(const struct session *session, struct text *sql, const char *name)
{
	append_quoted(sql, PQescapeIdentifier(session->connection, name, strlen(name)));
}

void
query_append_literal(const struct session *session, struct text *sql, const char *value)
{
	append_quoted(sql, PQescapeLiteral(session->connection, value, strlen(value)));
}

static void
append_array(const struct session *session, struct text *sql, const struct array_source *source)
{
	cleanup_text struct text array = TEXT_EMPTY;

	array_text_append(&array, source);
	query_append_literal(session, sql, text_bytes(&array));
}

void
query_parameter_append(const struct session *session, struct text *sql,
                       const struct query_parameter *parameter)
{
	switch (parameter->form)
	{
		case PARAMETER_TEXT:
			if (parameter->text == NULL)
				text_append(sql, "null");
			else
				query_append_literal(session, sql, parameter->text);
			break;
		case PARAMETER_IDENTIFIER:
			query_append_identifier(session, sql, parameter->text);
			break;
		case PARAMETER_INTEGER:
			/*
			 * In quotes: without them the least number would be read as minus a number that is too
			 * great.
			 */
			text_append_format(sql, "'%" PRId64 "'", parameter->integer);
			break;
		case PARAMETER_ARRAY:
			append_array(session, sql, &parameter->array);
			break;
	}
}
