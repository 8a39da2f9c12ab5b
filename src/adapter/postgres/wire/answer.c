#include "adapter/postgres/wire/answer.h"

#include <libpq-fe.h>
#include <stdarg.h>
#include <string.h>

#include "adapter/postgres/query/array_text.h"
#include "base/number_text.h"
#include "base/text.h"

/*
 * The first and the last day of type timestamp (PostgreSQL manual, "Date/Time Types"), which are
 * its limits.
 */
static const int64_t first_time_ms = -210866803200000;
static const int64_t last_time_ms = 9224318016000000;

enum
{
	SHOWN_BYTES = 40 /* of a value that is not as it should be */
};

static bool
fail_server(struct failure *failure, const char *purpose, const char *what)
{
	(void)fail(failure, FAILURE_TRANSIENT,
	           "cannot %s: the server answered %s, which PostgreSQL never does", purpose, what);
	failure->reason = REASON_FALSE_ANSWER;
	failure->connection_lost = true;
	return fail_hint(failure,
	                 "Check what answers at POSTGRES_HOST, and what is on the way there: with "
	                 "PGSSLMODE=verify-full and PGSSLROOTCERT nothing can answer in its place.");
}

static bool
fail_ledger(struct failure *failure, const char *purpose, const char *what)
{
	(void)fail(failure, FAILURE_DENIED,
	           "cannot %s: the ledger has %s, which this program never writes", purpose, what);
	failure->reason = REASON_FALSE_LEDGER;
	return fail_hint(failure,
	                 "A login of the ledger's owner wrote it by hand: see \"Repairing it\" in "
	                 "docs/ledger.md.");
}

bool
answer_fail(struct failure *failure, const char *purpose, const char *format, ...)
{
	cleanup_text struct text what = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&what, format, arguments);
	va_end(arguments);
	return fail_server(failure, purpose, text_bytes(&what));
}

/* An answer that is checked against its shape. */
struct answer_test
{
	const PGresult *result;
	const struct answer_shape *shape;
	const char *purpose;
	struct failure *failure;
};

static bool __attribute__((format(printf, 2, 3)))
refuse_answer(const struct answer_test *test, const char *format, ...)
{
	cleanup_text struct text what = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&what, format, arguments);
	va_end(arguments);
	return (test->shape->is_of_ledger ? fail_ledger : fail_server)(test->failure, test->purpose,
	                                                               text_bytes(&what));
}

static bool
is_whole_number(const char *text)
{
	int64_t ignored = 0;

	return number_from_text(text, &ignored);
}

static bool
is_time(const char *text)
{
	int64_t time_ms = 0;

	return number_from_text(text, &time_ms) && time_ms >= first_time_ms && time_ms <= last_time_ms;
}

static bool
is_flag(const char *text)
{
	return strcmp(text, "t") == 0 || strcmp(text, "f") == 0;
}

static bool
is_text(const char *text)
{
	return text != NULL;
}

struct form
{
	const char *name;
	bool (*is_met)(const char *text);
};

static const struct form forms[] = {
	[COLUMN_TEXT] = {"a text", is_text},
	[COLUMN_ARRAY] = {"an array", array_text_is_whole},
	[COLUMN_NUMBER] = {"a whole number of 64 bits", is_whole_number},
	[COLUMN_TIME] = {"a finite time", is_time},
	[COLUMN_FLAG] = {"a boolean", is_flag},
};

static bool
check_row_count(const struct answer_test *test)
{
	enum row_count_rule rule = test->shape->row_count;
	int count = PQntuples(test->result);

	if (rule == ROWS_ONE && count != 1)
		return refuse_answer(test, "%d rows in place of one", count);
	if (rule == ROWS_AT_MOST_ONE && count > 1)
		return refuse_answer(test, "%d rows in place of at most one", count);
	return true;
}

/* Not PQfnumber(), which folds the name. */
static bool
find_column(const PGresult *result, const char *name, int *place)
{
	int count = PQnfields(result);

	for (int index = 0; index < count; index++)
	{
		if (strcmp(PQfname(result, index), name) == 0)
		{
			*place = index;
			return true;
		}
	}
	return false;
}

static bool
check_value(const struct answer_test *test, int row, int place, const struct column *column)
{
	const char *value = PQgetvalue(test->result, row, place);
	const struct form *form = &forms[column->form];

	if (PQgetisnull(test->result, row, place))
		return column->may_be_null || refuse_answer(test, "a null for column \"%s\" in place of %s",
		                                            column->name, form->name);
	if (strlen(value) != (size_t)PQgetlength(test->result, row, place))
		return refuse_answer(test, "a zero byte in column \"%s\"", column->name);
	if (!form->is_met(value))
		return refuse_answer(test, "\"%.*s\" for column \"%s\" in place of %s", SHOWN_BYTES, value,
		                     column->name, form->name);
	return true;
}

static bool
check_column(const struct answer_test *test, const struct column *column, int *place)
{
	int row_count = PQntuples(test->result);

	if (!find_column(test->result, column->name, place))
		return refuse_answer(test, "without column \"%s\"", column->name);
	for (int row = 0; row < row_count; row++)
	{
		if (!check_value(test, row, *place, column))
			return false;
	}
	return true;
}

bool
answer_check(const PGresult *result, const struct answer_shape *shape, const char *purpose,
             int *places, struct failure *failure)
{
	const struct answer_test test = {result, shape, purpose, failure};

	if (result == NULL)
		return refuse_answer(&test, "without any rows");
	if (!check_row_count(&test))
		return false;
	for (size_t index = 0; index < shape->column_count; index++)
	{
		if (!check_column(&test, &shape->columns[index], &places[index]))
			return false;
	}
	return true;
}

static void
read_number_value(const char *value, const struct column *column, void *member)
{
	int64_t number = 0;

	(void)number_from_text(value, &number); /* has been checked; null reads as 0 */
	if (column->has_null_mark)
		((struct number_or_null *)member)->number = number;
	else
		*(int64_t *)member = number;
}

void
answer_read(const PGresult *result, const struct answer_shape *shape, const int *places, size_t row,
            void *item)
{
	memset(item, 0, shape->item_bytes);
	for (size_t index = 0; index < shape->column_count; index++)
	{
		const struct column *column = &shape->columns[index];
		const char *value = PQgetvalue(result, (int)row, places[index]);
		bool is_null = PQgetisnull(result, (int)row, places[index]) != 0;
		void *member = (char *)item + column->offset_bytes;

		if (is_null && column->has_null_mark)
			((struct number_or_null *)member)->is_null = true;
		else if (is_null)
			continue;
		else if (column->form == COLUMN_FLAG)
			*(bool *)member = value[0] == 't';
		else if (column->form == COLUMN_TEXT || column->form == COLUMN_ARRAY)
			*(const char **)member = value;
		else
			read_number_value(value, column, member);
	}
}
