#ifndef ADAPTER_POSTGRES_QUERY_QUERY_PARAMETER_H
#define ADAPTER_POSTGRES_QUERY_QUERY_PARAMETER_H

/*
 * What goes into a $n of a query. It borrows its content until the query was sent or deferred.
 * Everything but an identifier becomes a literal in quotes, which has no type of its own.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/postgres/query/array_text.h"
#include "base/text.h"

struct session;

enum query_parameter_form
{
	PARAMETER_TEXT,
	PARAMETER_IDENTIFIER,
	PARAMETER_INTEGER,
	PARAMETER_ARRAY
};

struct query_parameter
{
	enum query_parameter_form form;
	const char *text; /* also the identifier; NULL: SQL's null */
	int64_t integer;
	struct array_source array;
};

/* NULL stands for SQL's null. */
static inline struct query_parameter
as_text(const char *text)
{
	return (struct query_parameter){.form = PARAMETER_TEXT, .text = text};
}

static inline struct query_parameter
as_flag(bool flag)
{
	return as_text(flag ? "true" : "false");
}

/* A name that the query uses as an identifier: $1.run. A name to compare with is a text. */
static inline struct query_parameter
as_identifier(const char *name)
{
	return (struct query_parameter){.form = PARAMETER_IDENTIFIER, .text = name};
}

static inline struct query_parameter
as_integer(int64_t integer)
{
	return (struct query_parameter){.form = PARAMETER_INTEGER, .integer = integer};
}

static inline struct query_parameter
as_array_from(struct array_source source)
{
	return (struct query_parameter){.form = PARAMETER_ARRAY, .array = source};
}

/* as_array(names->items, names->count): texts; NULL among them is SQL's null. */
static inline struct query_parameter
as_array(char *const *items, size_t count)
{
	return as_array_from(
		(struct array_source){.items = items, .count = count, .stride_bytes = sizeof *items});
}

/* AS_ARRAY_OF(schema->extensions, schema->extension_count, name): a text, a number or a flag of each struct. */
#define AS_ARRAY_OF(items_, count_, member_) \
	as_array_from((struct array_source){                      \
		.items = (items_),                                    \
		.count = (count_),                                    \
		.stride_bytes = sizeof *(items_),                     \
		.offset_bytes = offsetof(__typeof__(*(items_)), member_), \
		.element = _Generic((items_)->member_,                \
			char *: ARRAY_OF_TEXTS,                           \
			const char *: ARRAY_OF_TEXTS,                     \
			int64_t: ARRAY_OF_INTEGERS,                       \
			bool: ARRAY_OF_FLAGS)})

/* Appends the parameter as SQL, quoted by libpq. */
void query_parameter_append(const struct session *session, struct text *sql,
                            const struct query_parameter *parameter);

/* Appends a name or a text, quoted by libpq. */
void query_append_identifier(const struct session *session, struct text *sql, const char *name);
void query_append_literal(const struct session *session, struct text *sql, const char *value);

#endif
