#ifndef ADAPTER_POSTGRES_WIRE_ANSWER_H
#define ADAPTER_POSTGRES_WIRE_ANSWER_H

/*
 * What an answer must look like, and the one failure for an answer that does not.
 *
 * The other side may not be PostgreSQL, but a broken pooler or a man in the middle. So an answer is
 * checked against its shape as soon as it arrives, and rows are handed out only after that: the
 * caller finds every row, column and value in the expected form.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

#include "base/count_of.h"

struct pg_result; /* libpq's PGresult */

/*
 * How long the server may take for the answer to one statement, no matter what else it sends in
 * that time.
 */
enum
{
	/*
	 * A question reads a catalog or the ledger, which takes milliseconds, and waits for locks only
	 * under lock_timeout: a minute is for a server whose disk stalls.
	 */
	ANSWER_LIMIT_MS = 60000,
	/* COMMIT waits for the disk and for a synchronous standby, CREATE DATABASE copies files. */
	LONG_ANSWER_LIMIT_MS = 600000,
	/*
	 * For what moves rows or waits for other transactions: only keepalives and stop signals end it.
	 */
	ANSWER_UNLIMITED_MS = -1
};

enum column_form
{
	COLUMN_TEXT,   /* const char *, borrowed from the rows; without a NUL in it */
	COLUMN_ARRAY,  /* const char *: whole by array_text.h */
	COLUMN_NUMBER, /* int64_t, or struct number_or_null */
	COLUMN_TIME,   /* the same, Unix milliseconds that a timestamp of PostgreSQL can have */
	COLUMN_FLAG    /* bool */
};

struct number_or_null
{
	bool is_null;
	int64_t number; /* 0 for null */
};

/* A column and the member that it goes into. */
struct column
{
	const char *name;
	size_t offset_bytes;
	enum column_form form;
	bool may_be_null;
	bool has_null_mark; /* the member is a struct number_or_null */
};

enum row_count_rule
{
	ROWS_ANY,
	ROWS_AT_MOST_ONE,
	ROWS_ONE
};

struct answer_shape
{
	enum row_count_rule row_count;
	const struct column *columns; /* those that are read; an answer may have more */
	size_t column_count;
	size_t item_bytes; /* of the struct that a row is read into */
	/* A role that can log in wrote the rows: a wrong form is its doing, not the server's. */
	bool is_of_ledger;
};

/* The form follows from the member's type, the name is the member's. */
#define COLUMN_FORM_OF_(member_) \
	_Generic((member_),                  \
		const char *: COLUMN_TEXT,       \
		int64_t: COLUMN_NUMBER,          \
		struct number_or_null: COLUMN_NUMBER, \
		bool: COLUMN_FLAG)
#define COLUMN_HAS_MARK_(member_) _Generic((member_), struct number_or_null : true, default : false)
#define COLUMN_(type_, member_, form_, null_)                                        \
	{                                                                                \
		.name = #member_, .offset_bytes = offsetof(type_, member_), .form = (form_), \
		.may_be_null = (null_) || COLUMN_HAS_MARK_(((type_ *)0)->member_),           \
		.has_null_mark = COLUMN_HAS_MARK_(((type_ *)0)->member_)                     \
	}

/* COLUMN(struct lock_row, acquired): of a text it says that it is never null. */
#define COLUMN(type, member) COLUMN_(type, member, COLUMN_FORM_OF_(((type *)0)->member), false)
#define TEXT_OR_NULL(type, member) COLUMN_(type, member, COLUMN_TEXT, true)
#define ARRAY_OR_NULL(type, member) COLUMN_(type, member, COLUMN_ARRAY, true)
#define TIME(type, member) COLUMN_(type, member, COLUMN_TIME, false)

/* ANSWER(struct lock_row, ROWS_ONE, lock_columns), where lock_columns is an array. */
#define ANSWER(type, rule, columns_)                                                    \
	{                                                                                   \
		.row_count = (rule), .columns = (columns_), .column_count = COUNT_OF(columns_), \
		.item_bytes = sizeof(type)                                                      \
	}

/* For rows out of the ledger, which its owner can write by hand. */
#define LEDGER_ANSWER(type, rule, columns_)                                             \
	{                                                                                   \
		.row_count = (rule), .columns = (columns_), .column_count = COUNT_OF(columns_), \
		.item_bytes = sizeof(type), .is_of_ledger = true                                \
	}

/*
 * Checks an answer against its shape. places[i] becomes the number of the answer's column that is
 * the shape's column i. result NULL: the server has answered without rows.
 *
 * Failures: as answer_fail() has it; for a shape of the ledger FAILURE_DENIED with
 * REASON_FALSE_LEDGER, "cannot <purpose>: the ledger has ..., which this program never writes".
 */
bool answer_check(const struct pg_result *result, const struct answer_shape *shape,
                  const char *purpose, int *places, struct failure *failure);

/* Fills an item of a row that was checked. */
void answer_read(const struct pg_result *result, const struct answer_shape *shape,
                 const int *places, size_t row, void *item);

/*
 * "cannot <purpose>: the server answered <format>, which PostgreSQL never does": FAILURE_TRANSIENT
 * with REASON_FALSE_ANSWER and connection_lost, because no answer of it can be trusted. Asking
 * again does not help. Always returns false.
 */
bool answer_fail(struct failure *failure, const char *purpose, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
