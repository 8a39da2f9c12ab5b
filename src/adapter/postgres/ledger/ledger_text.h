#ifndef ADAPTER_POSTGRES_LEDGER_LEDGER_TEXT_H
#define ADAPTER_POSTGRES_LEDGER_LEDGER_TEXT_H

/*
 * Queries about the ledger, whose schema is a setting: $1 in their files is its
 * name as an identifier, $2 and on are texts as everywhere.
 */

#include "adapter/postgres/query/query.h"
#include "base/text.h"

struct ledger_query
{
	const char *file;
	const char *purpose;
	const struct answer_shape *answer; /* as in struct query */
	const char *ledger_schema;
	const char *const *parameters; /* $2, $3, ...; NULL among them is SQL's null */
	size_t parameter_count;
};

#define LEDGER_QUERY(file, purpose, schema, ...) \
	LEDGER_QUESTION(file, purpose, NULL, schema, ##__VA_ARGS__)

/* The same with an answer that is read. */
#define LEDGER_QUESTION(file_, purpose_, answer_, schema_, ...)       \
	(&(const struct ledger_query){                                    \
		.file = (file_),                                              \
		.purpose = (purpose_),                                        \
		.answer = (answer_),                                          \
		.ledger_schema = (schema_),                                   \
		.parameters = (const char *const[]){NULL, ##__VA_ARGS__} + 1, \
		.parameter_count =                                            \
			sizeof((const char *const[]){NULL, ##__VA_ARGS__}) / sizeof(const char *) - 1})

/* FAILURE_BUG if the file is not there or wants a parameter that is not given. */
bool ledger_text_make(const struct session *session, const struct ledger_query *query,
                      struct text *sql, struct failure *failure);

/* Sends it now; rows as in query_run(). */
bool ledger_text_run(struct session *session, const struct ledger_query *query, struct rows **rows,
                     struct failure *failure);

/* Leaves it to the next message of the transaction that is open. */
bool ledger_text_defer(struct session *session, const struct ledger_query *query,
                       struct failure *failure);

/* Appends a text array as PostgreSQL reads it: {"a","b"}. */
void ledger_text_append_array(struct text *array, const char *const *items, size_t count);

#endif
