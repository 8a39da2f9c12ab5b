#include <string.h>

#include "base/count_of.h"
#include "domain/script.h"
#include "unit_test.h"

struct expectation
{
	const char *statement;
	enum statement_class class;
};

static void
check(const struct expectation *expectations, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		const struct expectation *each = &expectations[index];
		enum statement_class found = statement_classify(each->statement, strlen(each->statement));

		if (found != each->class)
			print_error("%s\n", each->statement);
		assert_int_equal(found, each->class);
	}
}

#define CHECK(expectations) check(expectations, COUNT_OF(expectations))

static void
test_script_classify__transaction_control(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"begin", STATEMENT_BEGIN_COMMIT},
		{"BEGIN ISOLATION LEVEL SERIALIZABLE", STATEMENT_BEGIN_COMMIT},
		{"Start\n-- now\n Transaction", STATEMENT_BEGIN_COMMIT},
		{"commit", STATEMENT_BEGIN_COMMIT},
		{"/* a /* nested */ b */ COMMIT WORK", STATEMENT_BEGIN_COMMIT},
		{"end", STATEMENT_BEGIN_COMMIT},
		{"rollback", STATEMENT_REFUSED},
		{"abort", STATEMENT_REFUSED},
		{"rollback to savepoint a", STATEMENT_REFUSED},
		{"savepoint a", STATEMENT_REFUSED},
		{"release a", STATEMENT_REFUSED},
		{"prepare transaction 'x'", STATEMENT_REFUSED},
		{"commit prepared 'x'", STATEMENT_REFUSED},
		{"prepare plan as select 1", STATEMENT_TRANSACTIONAL},
		{"discard all", STATEMENT_REFUSED},
		{"discard temp", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__what_may_not_run_in_a_transaction(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"create index concurrently on t (a)", STATEMENT_OUTSIDE},
		{"create unique index /* x */ concurrently i on t (a)", STATEMENT_OUTSIDE},
		{"create index i on t (a)", STATEMENT_TRANSACTIONAL},
		{"create index \"concurrently\" on t (a)", STATEMENT_TRANSACTIONAL},
		{"drop index concurrently i", STATEMENT_OUTSIDE},
		{"drop index i", STATEMENT_TRANSACTIONAL},
		{"reindex table t", STATEMENT_TRANSACTIONAL},
		{"reindex (verbose) table t", STATEMENT_TRANSACTIONAL},
		{"reindex table concurrently t", STATEMENT_OUTSIDE},
		{"reindex (concurrently) index i", STATEMENT_OUTSIDE},
		{"reindex (verbose) index concurrently i", STATEMENT_OUTSIDE},
		{"reindex schema s", STATEMENT_OUTSIDE},
		{"reindex (verbose) database d", STATEMENT_OUTSIDE},
		{"vacuum", STATEMENT_OUTSIDE},
		{"vacuum (analyze) t", STATEMENT_OUTSIDE},
		{"analyze t", STATEMENT_TRANSACTIONAL},
		{"cluster", STATEMENT_OUTSIDE},
		{"cluster verbose", STATEMENT_OUTSIDE},
		{"cluster (verbose)", STATEMENT_OUTSIDE},
		{"cluster t using i", STATEMENT_TRANSACTIONAL},
		{"cluster (verbose) t", STATEMENT_TRANSACTIONAL},
		{"create database d", STATEMENT_OUTSIDE},
		{"drop database d", STATEMENT_OUTSIDE},
		{"alter database d set tablespace x", STATEMENT_OUTSIDE},
		{"alter database \"a b\" set search_path = x", STATEMENT_TRANSACTIONAL},
		{"create tablespace x location '/x'", STATEMENT_OUTSIDE},
		{"alter system set jit = off", STATEMENT_OUTSIDE},
		{"alter table p detach partition c concurrently", STATEMENT_OUTSIDE},
		{"alter table p detach partition c", STATEMENT_TRANSACTIONAL},
		{"alter type color add value 'red'", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__subscriptions(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"create subscription s connection 'x' publication p", STATEMENT_OUTSIDE},
		{"create subscription s connection 'x' publication p with (create_slot = false)",
	     STATEMENT_TRANSACTIONAL},
		{"create subscription s connection 'x' publication p with (enabled=true, connect = false)",
	     STATEMENT_TRANSACTIONAL},
		{"create subscription s connection 'connect = false' publication p", STATEMENT_OUTSIDE},
		{"drop subscription s", STATEMENT_OUTSIDE},
		{"alter subscription s refresh publication", STATEMENT_OUTSIDE},
		{"alter subscription s set publication p", STATEMENT_OUTSIDE},
		{"alter subscription s set publication p with (refresh = false)", STATEMENT_TRANSACTIONAL},
		{"alter subscription s disable", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__copy(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"copy t from stdin", STATEMENT_COPY_STDIN},
		{"COPY s.t (a, \"b c\") FROM stdin WITH (format csv)", STATEMENT_COPY_STDIN},
		{"copy t from '/tmp/stdin'", STATEMENT_TRANSACTIONAL},
		{"copy t to stdout", STATEMENT_REFUSED},
		{"copy (select 1) to stdout", STATEMENT_REFUSED},
		{"copy (select 1) to '/tmp/x'", STATEMENT_TRANSACTIONAL},
		{"copy \"from\" from program 'cat'", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__what_changes_how_strings_are_read(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"set standard_conforming_strings = on", STATEMENT_TRANSACTIONAL},
		{"SET Standard_Conforming_Strings TO 'On'", STATEMENT_TRANSACTIONAL},
		{"set local standard_conforming_strings = true", STATEMENT_TRANSACTIONAL},
		{"set standard_conforming_strings = off", STATEMENT_REFUSED},
		{"set /* old */ session standard_conforming_strings to 'off'", STATEMENT_REFUSED},
		{"set local standard_conforming_strings = false", STATEMENT_REFUSED},
		{"set standard_conforming_strings to default", STATEMENT_REFUSED},
		{"reset standard_conforming_strings", STATEMENT_REFUSED},
		{"select set_config('standard_conforming_strings', 'on', false)", STATEMENT_TRANSACTIONAL},
		{"select pg_catalog.set_config('standard_conforming_strings', 'off', false)",
	     STATEMENT_REFUSED},
		{"select 'set_config(''standard_conforming_strings'', ''off'', false)'",
	     STATEMENT_TRANSACTIONAL},
		{"select current_setting('standard_conforming_strings')", STATEMENT_TRANSACTIONAL},
		{"select set_config('search_path', 'off', false)", STATEMENT_TRANSACTIONAL},
		{"create function f() returns int language sql set standard_conforming_strings = off as ''",
	     STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__everything_else_is_transactional(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"", STATEMENT_TRANSACTIONAL},
		{"-- only a comment", STATEMENT_TRANSACTIONAL},
		{"/* not closed", STATEMENT_TRANSACTIONAL},
		{"create table t (a int)", STATEMENT_TRANSACTIONAL},
		{"create procedure p() begin atomic select 1; end", STATEMENT_TRANSACTIONAL},
		{"do $$ begin commit; end $$", STATEMENT_TRANSACTIONAL},
		{"beginning", STATEMENT_TRANSACTIONAL},
		{"\"begin\"", STATEMENT_TRANSACTIONAL},
		{"'begin", STATEMENT_TRANSACTIONAL},
		{"create", STATEMENT_TRANSACTIONAL},
		{"copy (select", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__words_end_where_the_server_ends_them(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"-- c\rcommit", STATEMENT_BEGIN_COMMIT},
		{"\v/* */\fcommit", STATEMENT_BEGIN_COMMIT},
		{"copy t from '/x' with (null E'\\' from stdin ')", STATEMENT_TRANSACTIONAL},
		{"copy t from program $$cat from stdin$$", STATEMENT_TRANSACTIONAL},
		{"copy t from program $a$ $$ from stdin $a$", STATEMENT_TRANSACTIONAL},
		{"copy t from program $a$ never closed from stdin", STATEMENT_TRANSACTIONAL},
		{"copy a$b$ from stdin where c = '$b$'", STATEMENT_COPY_STDIN},
		{"copy t from stdin with (delimiter E'\\'')", STATEMENT_COPY_STDIN},
	};

	CHECK(expectations);
}

static void
test_script_classify__the_encoding_stays_as_it_is(UNUSED void **state)
{
	static const struct expectation expectations[] = {
		{"set client_encoding = 'UTF8'", STATEMENT_TRANSACTIONAL},
		{"set client_encoding to utf8", STATEMENT_TRANSACTIONAL},
		{"set client_encoding = 'SQL_ASCII'", STATEMENT_SKIPPED},
		{"set names 'utf8'", STATEMENT_TRANSACTIONAL},
		{"set client_encoding = 'LATIN1'", STATEMENT_REFUSED},
		{"set session client_encoding to sjis", STATEMENT_REFUSED},
		{"set local client_encoding = default", STATEMENT_REFUSED},
		{"set names 'latin1'", STATEMENT_REFUSED},
		{"close all", STATEMENT_REFUSED},
		{"close c", STATEMENT_TRANSACTIONAL},
	};

	CHECK(expectations);
}

static void
test_script_classify__knows_the_statement_that_makes_a_schema(UNUSED void **state)
{
	static const struct
	{
		const char *statement;
		const char *schema;
		bool makes;
	} cases[] = {
		{"CREATE SCHEMA noetl", "noetl", true},
		{"create /* x */ schema -- y\n NoETL ", "noetl", true},
		{"create schema \"noetl\"", "noetl", true},
		{"create schema \"a\"\"b c\"", "a\"b c", false},
		{"create schema \"Noetl\"", "noetl", false},
		{"create schema \"N o\"", "N o", true},
		{"create schema noetl2", "noetl", false},
		{"create schema noet", "noetl", false},
		{"create schema noetl authorization x", "noetl", false},
		{"create schema noetl create table t (n int)", "noetl", false},
		{"create schema if not exists noetl", "noetl", false},
		{"create schema", "noetl", false},
		{"create schema \"", "noetl", false},
	};

	for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++)
	{
		bool makes = statement_creates_schema(cases[index].statement,
		                                      strlen(cases[index].statement), cases[index].schema);

		if (makes != cases[index].makes)
			print_error("%s\n", cases[index].statement);
		assert_int_equal(makes, cases[index].makes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script_classify__transaction_control),
		cmocka_unit_test(test_script_classify__what_may_not_run_in_a_transaction),
		cmocka_unit_test(test_script_classify__subscriptions),
		cmocka_unit_test(test_script_classify__copy),
		cmocka_unit_test(test_script_classify__what_changes_how_strings_are_read),
		cmocka_unit_test(test_script_classify__everything_else_is_transactional),
		cmocka_unit_test(test_script_classify__words_end_where_the_server_ends_them),
		cmocka_unit_test(test_script_classify__the_encoding_stays_as_it_is),
		cmocka_unit_test(test_script_classify__knows_the_statement_that_makes_a_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
