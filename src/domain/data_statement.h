#ifndef DOMAIN_DATA_STATEMENT_H
#define DOMAIN_DATA_STATEMENT_H

/*
 * What a statement has to do with rows, told from its words.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum data_kind
{
	DATA_NONE,    /* defines something */
	DATA_SETTING, /* SET, RESET, set_config(), triggers switched off and on: for what is behind it */
	DATA_ADDED,   /* INSERT, COPY ... FROM, setval() to a number: would add the same again */
	DATA_REMOVED, /* DELETE, TRUNCATE */
	DATA_CHANGED, /* UPDATE, MERGE, WITH ... around any of these, setval() to what it reads */
	DATA_READ,    /* DO, CALL, EXECUTE, SELECT: may define something by what it reads */
	DATA_DROPPED, /* DROP of tables, sequences, schemas; renames: names mean something else from then on */
	DATA_WATCHED, /* CREATE TRIGGER, CREATE RULE: moving data may run anything from then on */
	DATA_SEARCHED /* sets search_path: names without a schema mean something else from then on */
};

struct data_statement
{
	enum data_kind kind;
	bool is_sequence; /* setval() */
	/*
	 * What it is about, "schema.name" or "name", without quotes; for DATA_SEARCHED the first schema.
	 * Empty where the words do not say. Of several names the first.
	 */
	struct text target;
	bool has_schema; /* the target does */
};

void data_statement_free(struct data_statement *statement);
#define cleanup_data_statement __attribute__((cleanup(data_statement_free)))

/* The caller frees it. */
void data_statement_read(const char *text, size_t length_bytes, struct data_statement *statement);

/*
 * Whether an INSERT decides itself which of its rows are new: ON CONFLICT, NOT EXISTS, NOT IN, EXCEPT.
 */
bool data_statement_guards_itself(const char *text, size_t length_bytes);

#endif
