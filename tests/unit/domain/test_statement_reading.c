#include "domain/statement_reading.h"

#include <string.h>

#include "base/count_of.h"
#include "unit_test.h"

struct example
{
	const char *text;
	enum statement_role role;
	enum statement_shadow shadow;
	const char *objects; /* each quoted, with a blank before it; NULL: none */
};

static void
read_text(const char *text, struct statement_reading *reading)
{
	const struct script script = {.text = (char *)text, .length_bytes = strlen(text)};
	const struct statement statement = {
		.class = statement_classify(text, script.length_bytes),
		.length_bytes = script.length_bytes,
	};

	statement_reading_fill(&script, &statement, reading);
}

static void
check(const struct example *examples, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		const struct example *example = &examples[index];
		cleanup_statement_reading struct statement_reading reading;
		cleanup_text struct text objects = TEXT_EMPTY;

		read_text(example->text, &reading);
		for (size_t object = 0; object < reading.writing.object_count; object++)
		{
			text_append_char(&objects, ' ');
			script_name_append(&objects, &reading.writing.objects[object]);
		}
		print_message("of: %s\n", example->text);
		assert_int_equal(reading.role, example->role);
		assert_int_equal(reading.shadow, example->shadow);
		assert_string_equal(text_bytes(&objects), example->objects != NULL ? example->objects : "");
	}
}

#define CHECK(examples) check(examples, COUNT_OF(examples))

static void
test_statement_reading__defines(UNUSED void **state)
{
	static const struct example examples[] = {
		{"create table t (a int)", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"create table t as select 1", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"CREATE /* temp */ TABLE temp (a int)", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"create unlogged table t (a int)", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"create or replace view v as select 1", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"select 1 as a into t from b", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"with x as (select 1) select * into t from x", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"alter table t add a int", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"comment on table t is 'x'", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"grant select on t to r", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"revoke all on t from r", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"drop table if exists t", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"security label on table t is 'x'", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"import foreign schema s from server x into y", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"cluster t using i", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"create user mapping for u server s", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"drop user mapping for u server s", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"create role r login", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"create user r", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"create group r", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"drop role if exists r", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"drop owned by r", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"create or replace trusted procedural language l", ROLE_DEFINES, SHADOW_MAY_EXIST, NULL},
		{"create extension hstore", ROLE_DEFINES, SHADOW_EXTENSION, NULL},
		{"alter extension hstore update", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"alter subscription s disable", ROLE_DEFINES, SHADOW_LEAVES_OUT, NULL},
		{"create subscription s connection 'x' publication p with (connect = false)", ROLE_DEFINES,
	     SHADOW_LEAVES_OUT, NULL},
	};

	CHECK(examples);
}

static void
test_statement_reading__writes(UNUSED void **state)
{
	static const struct example examples[] = {
		{"insert into T values (1)", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"t\""},
		{"insert into s.\"T\" as x (a) values (1) on conflict (a) do nothing", ROLE_DATA_ALWAYS,
	     SHADOW_RUNS, " \"s\".\"T\""},
		{"insert into t values (1) on -- x\n conflict on constraint c do update set a = 1",
	     ROLE_DATA_ALWAYS, SHADOW_RUNS, " \"t\""},
		{"insert into t select ' on conflict do nothing'", ROLE_DATA_NEW_TABLE, SHADOW_RUNS,
	     " \"t\""},
		{"insert into t select 1 from a join b conflict on conflict.id = a.id", ROLE_DATA_NEW_TABLE,
	     SHADOW_RUNS, " \"t\""},
		{"insert into t values ($$ on conflict do $$)", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"t\""},
		{"update only t set a = 1", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"t\""},
		{"delete from only s.t * where a", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"s\".\"t\""},
		{"merge into t using s on true when matched then delete", ROLE_DATA_NEW_TABLE, SHADOW_RUNS,
	     " \"t\""},
		{"truncate table only a, s.b restart identity", ROLE_DATA_NEW_TABLE, SHADOW_RUNS,
	     " \"a\" \"s\".\"b\""},
		{"truncate a", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"a\""},
		{"copy s.t (a, b) from stdin", ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"s\".\"t\""},
		{"copy t from '/x'", ROLE_DATA_NEW_TABLE, SHADOW_LEAVES_OUT, " \"t\""},
		{"copy t (a) to '/x'", ROLE_CALL_ONCE, SHADOW_LEAVES_OUT, NULL},
		{"copy (select 1) to program 'x'", ROLE_CALL_ONCE, SHADOW_LEAVES_OUT, NULL},
		{"with x as (select 1 as a), y as (select 2) insert into t select a from x on conflict do "
	     "nothing",
	     ROLE_DATA_ALWAYS, SHADOW_RUNS, " \"t\""},
		{"with recursive insert (a) as not materialized (select (1)) search depth first by a set o "
	     "cycle a set c to true default false using p, z as (values (1)) update t set a = 1",
	     ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"t\""},
		{"with gone as (delete from a returning *) insert into b select * from gone on conflict do "
	     "nothing",
	     ROLE_DATA_NEW_TABLE, SHADOW_RUNS, " \"a\" \"b\""},
		{"with new as (insert into a values (1) on conflict do nothing returning *) select 1",
	     ROLE_DATA_ALWAYS, SHADOW_RUNS, " \"a\""},
		{"with x as (with y as (select 1) select * from y) select 1", ROLE_CALL_ONCE, SHADOW_RUNS,
	     NULL},
	};

	CHECK(examples);
}

static void
test_statement_reading__the_rest(UNUSED void **state)
{
	static const struct example examples[] = {
		{"set search_path = app", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"set role app", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"set session authorization app", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"set local lock_timeout = 1", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"set constraints all deferred", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"reset all", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"select pg_catalog.set_config('search_path', '', false)", ROLE_SESSION, SHADOW_RUNS, NULL},
		{"set transaction isolation level serializable", ROLE_TRANSACTION, SHADOW_LEAVES_OUT, NULL},
		{"set client_encoding = sql_ascii", ROLE_NONE, SHADOW_LEAVES_OUT, NULL},
		{"begin", ROLE_TRANSACTION, SHADOW_LEAVES_OUT, NULL},
		{"do $$ begin insert into t values (1); end $$", ROLE_DO, SHADOW_RUNS, NULL},
		{"select make_partitions('t')", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"select 1 into temp t", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"(select 1)", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"call p()", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"alter database d set work_mem = '5MB'", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"alter database d rename to e", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"alter role r in database d reset all", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"alter role r rename to s", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"alter user mapping for r server s options (set a 'b')", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"grant connect, temp on database d to r", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"grant select on database to r", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"grant select on t to r", ROLE_DEFINES, SHADOW_RUNS, NULL},
		{"comment on database d is 'a'", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"values (1)", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"table t", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"create temp table t (a int)", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"create or replace temporary view v as select 1", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"create or replace function pg_temp.f() returns int", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"create function pg_temp.f() returns int", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"refresh materialized view v", ROLE_CALL_ONCE, SHADOW_RUNS, NULL},
		{"analyze t", ROLE_CALL_ONCE, SHADOW_LEAVES_OUT, NULL},
		{"notify c", ROLE_CALL_ONCE, SHADOW_LEAVES_OUT, NULL},
		{"explain analyze insert into t values (1)", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"lock table t", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"declare c cursor for select 1", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"listen c", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"reindex table t", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"cluster t", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"", ROLE_OTHER, SHADOW_LEAVES_OUT, NULL},
		{"vacuum t", ROLE_OUTSIDE, SHADOW_LEAVES_OUT, NULL},
		{"create database d", ROLE_OUTSIDE, SHADOW_LEAVES_OUT, NULL},
		{"create unique index concurrently if not exists i on only s.t (a)", ROLE_OUTSIDE,
	     SHADOW_RUNS, " \"s\".\"t\""},
		{"drop index concurrently i", ROLE_OUTSIDE, SHADOW_RUNS, NULL},
		{"alter table t detach partition p concurrently", ROLE_OUTSIDE, SHADOW_RUNS, NULL},
	};

	CHECK(examples);
}

static void
check_sequence(const char *text, const char *expression, const char *name)
{
	cleanup_statement_reading struct statement_reading reading;

	print_message("of: %s\n", text);
	read_text(text, &reading);
	assert_int_equal(reading.role, ROLE_DATA_NEW_SEQUENCE);
	assert_string_equal(reading.writing.sequence, expression);
	assert_int_equal(reading.writing.object_count, name != NULL);
	if (name != NULL)
		assert_string_equal(reading.writing.objects[0].name, name);
}

static void
test_statement_reading__a_sequence(UNUSED void **state)
{
	check_sequence("select pg_catalog.setval('public.t_id_seq', 1, false)", "'public.t_id_seq'",
	               "t_id_seq");
	check_sequence("SELECT setval ( 'S'::regclass , (select max(id) from t))", "'S'::regclass",
	               "s");
	check_sequence("select nextval('\"S\"') from generate_series(1, 3)", "'\"S\"'", "S");
	check_sequence("select setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id), 1)) from t",
	               "pg_get_serial_sequence('t', 'id')", NULL);
	check_sequence("with m as (select max(id) from t) select setval('s', m.max) from m", "'s'",
	               "s");
}

static void
check_extension(const char *text, const char *expected)
{
	cleanup_statement_reading struct statement_reading reading;
	cleanup_text struct text found = TEXT_EMPTY;
	const struct extension_reading *extension = &reading.extension;

	print_message("of: %s\n", text);
	read_text(text, &reading);
	assert_int_equal(reading.shadow, SHADOW_EXTENSION);
	text_append_format(&found, "%s %s %s %d %d", extension->name,
	                   extension->schema != NULL ? extension->schema : "-",
	                   extension->version != NULL ? extension->version : "-",
	                   extension->if_not_exists, extension->cascade);
	assert_string_equal(text_bytes(&found), expected);
}

static void
test_statement_reading__an_extension(UNUSED void **state)
{
	check_extension("create extension Hstore", "hstore - - 0 0");
	check_extension(
		"create extension if not exists \"uuid-ossp\" with schema \"My\" version '1.1' cascade",
		"uuid-ossp My 1.1 1 1");
	check_extension("create extension e version v2 /* x */ schema s", "e s v2 0 0");
}

static void
test_statement_reading__of_what_a_script_passes_over(UNUSED void **state)
{
	char text[] = "\\restrict x";
	const struct script script = {.text = text, .length_bytes = 11};
	const struct statement statement = {.class = STATEMENT_SKIPPED, .length_bytes = 11};
	cleanup_statement_reading struct statement_reading reading;

	statement_reading_fill(&script, &statement, &reading);
	assert_int_equal(reading.role, ROLE_NONE);
	assert_int_equal(reading.shadow, SHADOW_LEAVES_OUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement_reading__defines),
		cmocka_unit_test(test_statement_reading__writes),
		cmocka_unit_test(test_statement_reading__the_rest),
		cmocka_unit_test(test_statement_reading__a_sequence),
		cmocka_unit_test(test_statement_reading__an_extension),
		cmocka_unit_test(test_statement_reading__of_what_a_script_passes_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
