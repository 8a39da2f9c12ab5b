"""A statement is for the server what it is for us, or the server refuses it and nothing is left."""

import pytest

from support.state import tables


@pytest.fixture
def apply(program, ready, tmp_path):
    def work(text):
        path = tmp_path / "script.sql"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return program.run("apply", "--file", path)

    return work


def runs_recorded(session):
    if session.execute("select to_regclass('noetl_ledger.run')").fetchone()[0] is None:
        return 0
    return session.execute("select count(*) from noetl_ledger.run").fetchone()[0]


def expect_nothing_left(environment):
    session = environment.connect()
    assert tables(session, "noetl") == []
    assert runs_recorded(session) == 0


HEAD = "create table if not exists first (n int);\n"

BEGIN_AS_A_NAME = (
    "create or replace function {}() returns int language sql as 'select 1';\ncommit;\n"
    "create table hidden (n int);\nselect 1 as {};\n"
)

# What the server reads as several statements, and we as one (or as something open).
HIDDEN = {
    "function named begin": BEGIN_AS_A_NAME.format("noetl.begin", "end"),
    "procedure named begin": "create procedure begin() language sql as 'select 1'; commit; select 1 end",
    "argument list behind begin": BEGIN_AS_A_NAME.format("begin", "end"),
    "case in a language clause": "create function f() returns int language sql as $$select 1$$"
    " set noetl.begin = 'x'; commit; create table hidden (n int); select 1 as end;",
    "never closed": BEGIN_AS_A_NAME.format("noetl.begin", "one"),
    "semicolon in parentheses": "select (1; commit; create table hidden (n int); select 2);",
    "semicolon in brackets": "select (array[1; commit; select 2]);",
    "psql's semicolon": "select 1 \\; commit \\; create table hidden (n int);",
    "psql's colon": "select 1 \\: commit;",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_agreement__what_was_not_cut_is_refused(apply, ready, text):
    result = apply(HEAD + text)
    assert result.exit_code in (3, 5), result
    result.expect(result.exit_code, r"script\.sql:\d+:\d+")
    expect_nothing_left(ready)


@pytest.mark.one_major
def test_agreement__what_was_not_cut_is_explained(apply):
    result = apply(HEAD + HIDDEN["function named begin"])
    result.expect(5, "multiple commands", "42601", r"script\.sql:2:1", "hint: .*double quotes")


# Names in quotes, or where they are no key words, hide nothing.
KEPT = {
    "quoted": 'create function "begin"() returns int language sql as \'select 1\';\n'
    'create table kept (n int);\nselect 1 as "end";\n',
    "carriage return ends a comment": "-- a comment\rcreate table kept (n int);\n",
    "carriage return and a statement": "select 1 -- a comment\r; create table kept (n int);\n",
    "carriage returns are blanks": "create\rtable\r\rkept\r(n int)\r;\r",
    "form feeds are blanks": "create\ftable\fkept\f(n\fint);\f",
    "comment behind a comment": "-- one\r-- two\r\n-- three\ncreate table kept (n int);\r\n",
    "string goes on in the next line": "select E'a'\n'b\\''; create table kept (n int); --'\n;\n",
    "string goes on behind comments": "select E'a' -- x'\n\n -- y\n  '\\''; create table kept (n int); --'\n;\n",
    "slice, no variable of psql": "select (array[1])[1:E'1'] ; create table kept (n int); select '\\';\n",
    "Unicode escapes": "select U&'d\\0061', U&\"d\\0061t\\0061\" from (select 1 as data) as t;\n"
    "select U&'!0027;' uescape '!'; create table kept (n int);\n",
    "odd dollar quotes": "select $é$;$é$, $_1$;$$;$_1$, $$;$ $;$$, 1 as a$b$; create table kept (n int); select 2 as b$;\n",
    "nested comments": "/* ; /* ; */ ; /*/ ; */ ; */ create table kept (n int); /***/\n",
    "operators and comments": "select 1 +/* ; */- 1, 2 *-- ;\n 3; create table kept (n int);\n",
    "rule of several": "create table kept (n int);\ncreate rule r as on insert to first"
    " do also (insert into kept values (1); insert into kept values (2));\n",
    "names that are key words": "create table kept (n int);\n"
    "select k.begin, k.\"end\", case when true then 1 end as end from (select 1 as begin, 2 as \"end\") as k;\n",
    "backslash before the end": "select 'C:\\'; create table kept (n int); select '\\';\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_agreement__what_the_server_reads_is_run(apply, ready, text):
    apply(HEAD + text).expect(0)
    assert tables(ready.connect(), "noetl") == ["first", "kept"]


# What the server takes for a comment or a string, and a lexer that goes by lines for a statement.
UNREAD = {
    "string that goes on": "select E'a'\n'b\\' , '--' ; create table hidden (n int);\n;\n",
    "slice": "select (array['x'])[1:length(E'\\', '::text)] --' ; create table hidden (n int);\n;\n",
    "block comment": "/* /* */ create table hidden (n int); */\n",
    "comment to the line feed": "-- \f create table hidden (n int); \v\n",
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_agreement__what_the_server_does_not_read_is_not_run(apply, ready, text):
    apply(HEAD + text).expect(0)
    assert tables(ready.connect(), "noetl") == ["first"]


# Nothing that is a blank for people only is one for the server, nor for us.
@pytest.mark.parametrize("blank", ["\ufeff", "\u00a0", "\u2028", "\u3000", "\u0085", "\u200b"])
def test_agreement__a_blank_of_unicode_is_refused_by_the_server(apply, ready, blank):
    apply(HEAD + f"{blank}create table b (n int);\n").expect(5, r"script\.sql:2:1", "42601")
    apply(HEAD + f"{blank}commit;\n").expect(5, r"script\.sql:2:1", "42601")
    expect_nothing_left(ready)


@pytest.mark.parametrize("text", ["\v;", "create\vtable b (n int);", "\vcreate table b (n int);"])
def test_agreement__a_vertical_tab_is_what_it_is_for_the_server(apply, ready, text, server):
    result = apply(HEAD + text)
    if server.major >= 17:
        result.expect(0)
    else:
        result.expect(5, "42601", r"script\.sql:2:")
        expect_nothing_left(ready)


def test_agreement__a_vertical_tab_does_not_hide_a_commit(apply, ready):
    apply(HEAD + "\vcommit;\nselect nonsense;\n").expect(5, "42703")
    expect_nothing_left(ready)


@pytest.mark.one_major
@pytest.mark.parametrize(
    "text, words",
    [
        ("copy first from stdin; -- c\rselect 1;\n1\n\\.\n", "behind COPY"),
        ("\\restrict abc\rcreate table b (n int);\n", "command of psql"),
        ("\\restrict abc create table b (n int);\n", "command of psql"),
        ("\\restrict abc \\\\ create table b (n int);\n", "command of psql"),
        ("\\unrestrict abc;create table b (n int);\n", "command of psql"),
    ],
)
def test_agreement__nothing_is_passed_over_in_silence(apply, ready, text, words):
    apply(HEAD + text).expect(3, words, r"script\.sql:2:")
    expect_nothing_left(ready)


DO = "do $$ begin execute {!r}; end $$;\n"

STRINGS_OFF = {
    "do": "do $$ begin set standard_conforming_strings = off; end $$;",
    "execute": DO.format("set standard_conforming_strings = off"),
    "set_config": "select set_config('standard_conforming_' || 'strings', 'off', false);",
    "local": "select set_config(lower('STANDARD_CONFORMING_STRINGS'), 'off', true);",
    "pg_settings": "update pg_settings set setting = 'off' where name like 'standard_conforming_strings';",
}


@pytest.mark.parametrize("text", STRINGS_OFF.values(), ids=STRINGS_OFF)
def test_agreement__strings_that_are_switched_in_secret_are_found(apply, ready, text):
    """The last statement ends for us at its first semicolon, for the server with the line."""
    script = f"{HEAD}{text}\nselect '\\', '--' ; create table hidden (n int);\n"
    apply(script).expect(5, r"script\.sql:3:1|script\.sql:4:1", "standard_conforming_strings has been")
    expect_nothing_left(ready)
    apply(HEAD + text + "\nselect E'it\\'s';\n").expect(5, "standard_conforming_strings has been")
    expect_nothing_left(ready)


@pytest.mark.one_major
def test_agreement__strings_that_cannot_be_misread_do_not_mind(apply, ready):
    apply(HEAD + STRINGS_OFF["do"] + "\nselect 'plain', E'a\\nb', 'a\\\\b';\n").expect(0)
    assert tables(ready.connect(), "noetl") == ["first"]


def test_agreement__strings_of_the_role_do_not_come_back(apply, ready):
    ready.execute(f'alter role "{ready.owner}" set standard_conforming_strings = off')
    apply(HEAD + "select 'C:\\'; select E'it\\'s'; select '\\';\n").expect(0)
    assert tables(ready.connect(), "noetl") == ["first"]
    apply(HEAD + "reset all;\nselect E'it\\'s';\n").expect(5, "standard_conforming_strings has been")


@pytest.mark.one_major
@pytest.mark.parametrize(
    "text",
    [
        "set standard_conforming_strings = off;",
        "set local standard_conforming_strings to 'off';",
        "reset standard_conforming_strings;",
        "select set_config('standard_conforming_strings', 'off', false);",
        "set client_encoding = 'LATIN1';",
        "set session client_encoding to sjis;",
        "set names 'BIG5';",
        "close all;",
    ],
)
def test_agreement__what_would_change_the_reading_is_refused_with_its_line(apply, ready, text):
    apply(f"{HEAD}\n{text}\nselect 1;\n").expect(3, r"script\.sql:3:1", "would (change|close)")
    expect_nothing_left(ready)


@pytest.mark.one_major
@pytest.mark.parametrize("encoding", ["SJIS", "BIG5", "GBK", "LATIN1"])
def test_agreement__an_encoding_that_is_changed_in_secret_is_found(apply, ready, encoding):
    text = DO.format(f"set client_encoding = {encoding}")
    apply(f"{HEAD}{text}select E'ä\\'; commit; --';\n").expect(5, "client_encoding has been changed")
    expect_nothing_left(ready)


@pytest.mark.one_major
def test_agreement__an_encoding_of_the_script_is_not_ours(apply, ready):
    """What the program reads after it, and records, is UTF-8 again."""
    encoding = DO.format("set client_encoding = latin1")
    apply(f"create table if not exists ünïcode (n int default 1);\n{encoding}").expect(0)
    apply(f"create table if not exists ünïcode (n int default 1);\n{encoding}").expect(0, "nothing")
    assert tables(ready.connect(), "noetl") == ["ünïcode"]


@pytest.mark.parametrize(
    "text, place",
    [
        ("select $1;", "2:8"),
        ("select '$1', $$ $1 $$, \"$1\", $1 from (select 1 as \"$1\") as t;", "2:30"),
        ("create table a as select $2 as n;", "2:26"),
        ("create view v as select $1 as n;", "2:25"),
        ("insert into first values ($1);", "2:27"),
        ("create table a (n int default $1);", "2:31"),
        ("do $$ begin end $$; select $1;", "2:28"),
        ("select n from first where n = $1;", "2:31"),
        ("explain select $1;", "2:16"),
        ("declare c cursor for select $1;", "2:29"),
    ],
)
def test_agreement__a_parameter_is_an_error_and_not_null(apply, ready, text, place):
    apply(HEAD + text).expect(5, rf"script\.sql:{place}\b", r"there is no parameter \$\d", "42P02")
    expect_nothing_left(ready)


EVERY_KIND = """
create table if not exists parent (id int primary key, t text);
prepare plan (int) as select $1 + 1;
execute plan (1);
deallocate plan;
create or replace function inc(int) returns int language sql as 'select $1 + 1';
create or replace procedure p(n int) language plpgsql as $$ begin perform n; end $$;
call p(1);
do $$ begin perform inc(1); end $$;
set work_mem = '5MB';
show work_mem;
reset work_mem;
set local enable_seqscan = off;
set constraints all immediate;
set transaction isolation level read committed;
lock table parent in share mode;
declare c cursor for select generate_series(1, 10);
fetch 3 from c;
move 2 in c;
close c;
listen x;
notify x, 'y';
unlisten *;
explain (costs off) select * from parent;
explain analyze insert into parent values (1, 'a') on conflict do nothing;
values (1), (2);
table parent;
with w as (delete from parent returning id) select count(*) from w;
insert into parent values (1, 'a') returning id;
truncate parent;
select 1, 2, 3;
select;
select generate_series(1, 10000);
select pg_catalog.set_config('search_path', 'noetl', false);
select null::record, row(1, 'a'), array[1], point(1, 2), '{}'::json;
create temporary table gone (n int) on commit drop;
comment on table parent is 'c';
grant select on parent to public;
revoke select on parent from public;
alter table parent add column if not exists u uuid;
analyze parent;
create or replace view seen as select * from parent;
discard temp;
reset all;
alter default privileges in schema noetl grant select on tables to public;
;;
"""


def test_agreement__every_kind_of_statement_runs_without_parameters(apply, ready):
    apply(EVERY_KIND).expect(0)
    assert tables(ready.connect(), "noetl") == ["parent"]


def test_agreement__a_procedure_cannot_commit(apply, ready):
    procedure = (
        "create or replace procedure ends() language plpgsql as $$ begin commit; end $$;\n"
    )
    for call in ("call ends();", "do $$ begin commit; end $$;", "do $$ begin call ends(); end $$;"):
        apply(f"{HEAD}{procedure}{call}\ncreate table b (n int);\n").expect(5, "2D000")
        expect_nothing_left(ready)


@pytest.mark.majors(14, 15, 16, 17, 18)
def test_agreement__bodies_with_begin_and_end_are_whole(apply, ready):
    apply(
        "create or replace function f(n int) returns int begin atomic\n"
        "  select case when n > 1 then case n when 2 then 1 end else 2 end;\n"
        "  select (select case when true then n end);\nend;\n"
        "create or replace procedure p() begin atomic end; create table if not exists a (n int);\n"
    ).expect(0)
    assert tables(ready.connect(), "noetl") == ["a"]
    assert ready.value("select noetl.f(5)") == 5
