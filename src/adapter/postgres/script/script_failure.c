#include "adapter/postgres/script/script_failure.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/query/query_text.h"
#include "adapter/postgres/wire/sqlstate.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

enum
{
	SHOWN_BYTES = 8 /* of what the server cannot read; it shows no more */
};

/* The function of the server that refuses is the same in every language and version. */
struct origin
{
	const char *function;
	const char *sqlstate;
};

/* "cannot insert multiple commands into a prepared statement" */
static const struct origin several_statements = {"exec_parse_message", "42601"};
static const struct origin missing_parameter[] = {
	/* "bind message supplies 0 parameters, but prepared statement "" requires 1" */
	{"exec_bind_message", "08P01"},
	/* "could not determine data type of parameter $1": there is a $2, and no $1 */
	{"exec_parse_message", "42P18"}, /* until 14 */
	{"pg_analyze_and_rewrite_varparams", "42P18"},
};

/* What helps where dumps and scripts of others meet an owner that is no superuser; first match wins. */
struct refusal_hint
{
	const char *sqlstate;
	const char *words; /* that the statement begins with, as in script_classify.c */
	const char *hint;
};

static const struct refusal_hint refusal_hints[] = {
	{"42704", "alter ... owner to",
     "That role is not on this server: pg_dump --no-owner leaves the statement out; otherwise make "
     "the role first."},
	{"42704", "grant",
     "That role is not on this server: pg_dump --no-privileges leaves the statement out; otherwise "
     "make the role first."},
	{"42704", "revoke",
     "That role is not on this server: pg_dump --no-privileges leaves the statement out; otherwise "
     "make the role first."},
	{"42501", "alter ... owner to",
     "The owner may give objects only to a role that it is a member of: pg_dump --no-owner leaves "
     "the statement out, and what is made then belongs to the owner."},
	{"42501", "comment on extension",
     "Only the owner of an extension may comment on it, which is who installed it: take the "
     "statement out, as pg_dump --no-comments does."},
	{"42501", "create extension",
     "The owner may not install this extension: let an administrator do so once; with IF NOT "
     "EXISTS the statement may then stay."},
	{"42501", "create schema",
     "The owner lacks CREATE on the database: let an administrator grant it, or take the statement "
     "out if NOETL_SCHEMA is that schema, which is there already."},
	{"42P06", "create schema public",
     "It is there in every database: take the statement out, or write CREATE SCHEMA IF NOT EXISTS."},
	{"42501", "comment on schema",
     "Only the owner of a schema may comment on it: take the statement out."},
	{"42501", "drop schema",
     "Only the owner of a schema may drop it: pg_dump without --clean leaves the statement out."},
	{"42501", "drop extension",
     "Only the owner of an extension may drop it: pg_dump without --clean leaves the statement out."},
	{"42501", "set session authorization",
     "Only a superuser may become any role: write the dump without --use-set-session-authorization, "
     "and with --no-owner."},
	{"42501", "set role", "The owner is no member of that role: take the statement out."},
	{"42704", "set",
     "This server does not know it, and the value is not what it does anyway: take the statement "
     "out, or write it for servers that know it."},
};

static void
add_refusal_hint(struct failure *failure, const char *statement, size_t length_bytes)
{
	if (failure->hint[0] != '\0')
		return;
	for (size_t index = 0; index < COUNT_OF(refusal_hints); index++)
	{
		const struct refusal_hint *rule = &refusal_hints[index];

		if (strcmp(failure->sqlstate, rule->sqlstate) != 0 ||
		    !statement_begins(statement, length_bytes, rule->words))
			continue;
		(void)fail_hint(failure, "%s", rule->hint);
		return;
	}
}

static bool
comes_from(const PGresult *result, const struct origin *origin)
{
	const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return function != NULL && sqlstate != NULL && strcmp(function, origin->function) == 0 &&
	       strcmp(sqlstate, origin->sqlstate) == 0;
}

static bool
lacks_parameter(const PGresult *result)
{
	for (size_t index = 0; index < COUNT_OF(missing_parameter); index++)
	{
		if (comes_from(result, &missing_parameter[index]))
			return true;
	}
	return false;
}

/* What the server says where a statement may have no parameters at all. */
static void
fail_parameter(struct failure *failure, const struct script *script,
               const struct statement *statement)
{
	cleanup_memory char *text =
		memory_copy_bytes(script->text + statement->offset_bytes, statement->length_bytes);
	const char *parameter = query_text_first_parameter(text);
	size_t offset_bytes = parameter != NULL ? (size_t)(parameter - text) : 0;

	(void)fail(failure, FAILURE_DDL, "there is no parameter %.*s",
	           parameter != NULL ? (int)(1 + strspn(parameter + 1, "0123456789")) : 2,
	           parameter != NULL ? parameter : "$1");
	memcpy(failure->sqlstate, "42P02", sizeof failure->sqlstate); /* undefined_parameter */
	script_place(script, statement->offset_bytes + offset_bytes, &failure->place);
}

/* Up to eight bytes as the server shows them, in every language: "0xe2 0x82 0xac". */
static size_t
read_shown_bytes(const char *message, char bytes[SHOWN_BYTES])
{
	const char *shown = strstr(message, "0x");
	size_t count = 0;

	while (shown != NULL && count < SHOWN_BYTES && strncmp(shown, "0x", 2) == 0)
	{
		char digits[3] = "";
		char *end = NULL;

		memcpy(digits, shown + 2, strnlen(shown + 2, 2));
		bytes[count] = (char)strtoul(digits, &end, 16);
		if (end != digits + 2)
			break;
		count++;
		shown += shown[4] == ' ' ? 5 : 4;
	}
	return count;
}

/* NULL if it is not there. */
static const char *
find_bytes(const char *text, size_t length_bytes, const char *bytes, size_t count)
{
	return count > 0 ? memmem(text, length_bytes, bytes, count) : NULL;
}

/*
 * The server reads a statement, or the data of COPY, in its own encoding from the beginning, and
 * refuses the first character that it lacks. It names the bytes, and no place.
 */
static size_t
untranslatable_offset(const struct failure *failure, const struct script *script,
                      const struct statement *statement)
{
	char bytes[SHOWN_BYTES];
	size_t count = read_shown_bytes(failure->message, bytes);
	const char *found =
		find_bytes(script->text + statement->offset_bytes, statement->length_bytes, bytes, count);

	if (found == NULL)
		found = find_bytes(script->text + statement->data_offset_bytes,
		                   statement->data_length_bytes, bytes, count);
	return found != NULL ? (size_t)(found - script->text) : statement->offset_bytes;
}

static size_t
refused_offset(const struct failure *failure, const struct script *script,
               const struct statement *statement, const struct message_refusal *refusal)
{
	if (refusal->has_offset)
		return statement->offset_bytes + refusal->offset_bytes;
	if (failure->reason == REASON_UNTRANSLATABLE)
		return untranslatable_offset(failure, script, statement);
	return statement->offset_bytes;
}

void
script_fail(struct failure *failure, const struct script *script, const struct statement *statement,
            const struct message_refusal *refusal)
{
	if (lacks_parameter(refusal->result))
	{
		fail_parameter(failure, script, statement);
		return;
	}
	(void)sqlstate_fail_script(failure, refusal->result);
	if (comes_from(refusal->result, &several_statements))
		(void)fail_hint(failure,
		                "The server reads several statements where the script was read as one. A "
		                "name such as begin, case or end in CREATE FUNCTION or PROCEDURE is told "
		                "from the key word by double quotes.");
	add_refusal_hint(failure, script->text + statement->offset_bytes, statement->length_bytes);
	script_place(script, refused_offset(failure, script, statement, refusal), &failure->place);
}

bool
script_fail_transaction(struct failure *failure, const struct script *script,
                        const struct statement *statement)
{
	(void)fail(failure, FAILURE_DDL,
	           "the script has ended the transaction that it runs in; what stands before that may "
	           "be committed, nothing behind it is");
	failure->reason = REASON_TRANSACTION_ENDED;
	script_place(script, statement->offset_bytes, &failure->place);
	return fail_hint(failure, "Leave transactions to the program, and look at what is there before "
	                          "it runs again.");
}
