"""What a file makes outside of its schema is promised like what it makes inside."""

import pytest

CUSTOMERS = """
create schema if not exists shop;
drop table if exists shop.customer;
create table shop.customer (id int primary key, name text);
"""


@pytest.fixture
def billing(ready):
    ready.execute(f'create schema billing authorization "{ready.owner}"')
    return ready


def test_elsewhere__a_file_that_is_recorded_is_never_created_again(program, ready, write):
    script = write(CUSTOMERS)
    program.run("apply", "--file", script).expect(0)
    ready.execute("insert into shop.customer values (1, 'a')")
    program.run("apply", "--file", script).expect(0, "nothing to do")
    assert ready.value("select count(*) from shop.customer") == 1
    promise = ready.execute("select managed_schemas, schemas, identities from noetl_ledger.promise")
    assert len(promise) == 1
    managed, schemas, identities = promise[0]
    assert managed == ["shop"]
    assert dict(zip(identities, schemas))["shop.customer.name"] == "shop"
    assert dict(zip(identities, schemas))["noetl"] == "noetl"


def test_elsewhere__a_dropped_column_is_noticed_and_named(program, ready, write):
    script = write(CUSTOMERS.replace("drop table if exists shop.customer;\n", "").replace("table shop", "table if not exists shop"))
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)
    ready.execute("alter table shop.customer drop column name")
    program.run("verify", "--file", script).expect(6, r"shop\.customer\.name")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    program.run("verify", "--file", script).expect(0)
    ready.execute("drop schema shop cascade")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)


@pytest.mark.parametrize(
    "way",
    [
        "set search_path to billing;\n",
        "set search_path to billing, pg_catalog;\nreset client_min_messages;\n",
        "select set_config('search_path', 'billing', false);\n",
        "select set_config('search_path', 'billing', true);\n",
    ],
)
def test_elsewhere__by_whatever_path_it_got_there(program, billing, write, way):
    script = write(way + "create table if not exists bill (n int, m int);\n")
    program.run("apply", "--file", script).expect(0)
    billing.execute("alter table billing.bill drop column m")
    program.run("verify", "--file", script).expect(6, r"billing\.bill\.m")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    program.run("verify", "--file", script).expect(0)


def test_elsewhere__a_changed_file_is_held_against_a_shadow(program, billing, write):
    begin = "create table if not exists billing.bill (n int, m int);\ncreate table if not exists here (n int);\n"
    script = write(begin)
    program.run("apply", "--file", script).expect(0)
    billing.execute("insert into billing.bill values (1, 2)")
    begin += "create table if not exists billing.other (n int);\n"
    script = write(begin)
    program.run("apply", "--file", script).expect(0, "definitions proved")
    assert billing.value("select count(*) from billing.bill") == 1
    billing.execute("alter table billing.bill drop column m")
    program.run("verify", "--file", script).expect(6)
    script = write(begin + "create table if not exists billing.third (n int);\n")
    program.run("apply", "--file", script).expect(0, "what differs is planned")
    assert billing.value("select to_regclass('billing.third') is not null")
    assert billing.value("select count(*) from billing.bill where m is null") == 1
    program.run("verify", "--file", script).expect(0)


def test_elsewhere__what_others_keep_there_is_not_promised(program, billing, write):
    billing.execute("create table billing.theirs (n int primary key, m int)")
    billing.execute(f'grant references on billing.theirs to "{billing.owner}"')
    billing.execute("create schema third; create table third.k (n int primary key)")
    billing.execute(
        f'grant usage on schema third to "{billing.owner}"; grant references on third.k to "{billing.owner}"'
    )
    script = write(
        "create table if not exists billing.bill (n int references third.k);\n"
    )
    program.run("apply", "--file", script).expect(0)
    assert billing.execute("select managed_schemas from noetl_ledger.promise") == [(["billing"],)]
    billing.execute("alter table billing.theirs drop column m; alter table third.k add column x int")
    program.run("verify", "--file", script).expect(0)
    program.run("apply", "--file", script).expect(0)


@pytest.mark.parametrize(
    "of",
    [
        "schema billing",
        "table billing.t",
        "column billing.t.n",
        "index billing.i",
        "constraint c on billing.t",
        "trigger tr on billing.t",
        "rule r on billing.t",
        "policy po on billing.t",
        "sequence billing.q",
        "view billing.v",
        "function billing.f()",
        "type billing.e",
        "domain billing.d",
        "constraint dc on domain billing.d",
        "statistics billing.st",
        "collation billing.co",
    ],
)
def test_elsewhere__a_comment_on_what_is_not_ones_own_is_promised(program, billing, write, of):
    billing.connect_as_owner().execute(
        "create table billing.t (n int constraint c check (n > 0), m int); create index i on billing.t (n);"
        "create function billing.f() returns trigger language plpgsql as 'begin return new; end';"
        "create trigger tr before insert on billing.t for each row execute function billing.f();"
        "create rule r as on delete to billing.t do instead nothing; create policy po on billing.t;"
        "create sequence billing.q; create view billing.v as select 1 as one; create type billing.e as enum ('a');"
        "create domain billing.d as int constraint dc check (value > 0);"
        "create statistics billing.st on n, m from billing.t; create collation billing.co from \"C\""
    )
    script = write(f"create table if not exists own (n int);\ncomment on {of} is 'a';\n")
    program.run("apply", "--file", script).expect(0)
    program.run("apply", "--file", script).expect(0, "nothing to do")
    for word in ("null", "'b'"):
        billing.execute(f"comment on {of} is {word}")
        program.run("verify", "--file", script).expect(6)
        program.run("apply", "--file", script).expect(0, "what differs is planned|proved")
        program.run("verify", "--file", script).expect(0)


def test_elsewhere__no_option_of_a_user_mapping_is_shown(program, ready, write):
    ready.execute(f'create foreign data wrapper fw; grant usage on foreign data wrapper fw to "{ready.owner}"')
    text = "create server if not exists se foreign data wrapper fw;\n"
    script = write(text + "create user mapping if not exists for current_user server se options (password 'S3cret');\n")
    program.run("apply", "--file", script).expect(0)
    ready.execute(f"alter user mapping for \"{ready.owner}\" server se options (set password 'S4cret')")
    shown = program.run("verify", "--file", script).expect(6, "user mapping").output
    shown += program.run("apply", "--file", script).expect(6, "user mapping").output
    assert "cret" not in shown


def test_elsewhere__what_is_in_no_schema(program, ready, write):
    script = write(
        "create table if not exists t (n int primary key);\n"
        "do $$ begin if not exists (select from pg_publication where pubname = 'p') then"
        " create publication p for table t; end if; end $$;\n"
    )
    program.run("apply", "--file", script).expect(0)
    program.run("apply", "--file", script).expect(0, "nothing to do")
    ready.execute("alter publication p set (publish = 'insert')")
    program.run("verify", "--file", script).expect(6, "publication p")
    program.run("apply", "--file", script).expect(6, "publication p")
    ready.execute("drop publication p")
    program.run("verify", "--file", script).expect(6, "publication p")
    program.run("apply", "--file", script).expect(0)
    program.run("verify", "--file", script).expect(0)


def test_elsewhere__is_observed_in_one_message(program, billing, write):
    script = write("create table if not exists billing.bill (n int);\n")
    program.run("apply", "--file", script).expect(0)
    mark = billing.server.log_mark()
    program.run("apply", "--file", script).expect(0, "nothing to do")
    assert "bill" not in billing.server.log_text(mark)


@pytest.mark.parametrize("options", [(), ("--prune",)])
def test_elsewhere__an_extension_in_public_stays_promised_when_the_file_changes(program, ready, write, options):
    ready.execute(f'grant create on schema public to "{ready.owner}"')
    text = "create extension if not exists hstore with schema public;\ncreate table if not exists doc (tags public.hstore);\n"
    program.run("apply", "--file", write(text), *options).expect(0)
    script = write(text + "create table if not exists other (n int);\n")
    program.run("apply", "--file", script, *options).expect(0)
    assert ready.value("select to_regclass('noetl.other') is not null")
    program.run("apply", "--file", script, *options).expect(0, "nothing to do")
    program.run("verify", "--file", script).expect(0)
    ready.execute("drop extension hstore cascade; create extension hstore schema noetl")
    program.run("verify", "--file", script).expect(6, "extension version hstore")


@pytest.mark.parametrize(
    "text",
    [
        "alter table billing.t add column if not exists m int;",
        "create index if not exists i on billing.t (n);",
        "grant select on billing.t to public;",
        "comment on table billing.t is 'a';",
        "create extension if not exists hstore schema billing;",
        "create extension if not exists hstore schema noetl;",
        "create table if not exists billing.u (n int references billing.t);",
    ],
)
def test_elsewhere__a_plan_takes_what_is_there_already(program, billing, write, text):
    billing.connect_as_owner().execute("create table billing.t (n int primary key)")
    own = "create table if not exists own (n int);\n"
    program.run("apply", "--file", write(own), "--destructive", "postpone").expect(0)
    script = write(own + text)
    program.run("apply", "--file", script, "--destructive", "postpone").expect(0)
    program.run("apply", "--file", script, "--destructive", "postpone").expect(0, "nothing to do")
    program.run("verify", "--file", script).expect(0)
    assert billing.value("select count(*) from pg_class where relname = 't'") == 1


@pytest.mark.majors(15, 18)
def test_elsewhere__a_schema_of_a_publication_is_promised(program, billing, write):
    billing.execute(f'alter role "{billing.owner}" superuser; create publication pu')
    text = "create table if not exists own (n int);\n" \
        "do $$ begin alter publication pu add tables in schema billing; exception when duplicate_object then null; end $$;\n"
    script = write(text)
    program.run("apply", "--file", script).expect(0)
    program.run("apply", "--file", script).expect(0, "nothing to do")
    billing.execute("alter publication pu drop tables in schema billing")
    program.run("verify", "--file", script).expect(6, "publication pu")
    assert "nothing to do" not in program.run("apply", "--file", script).expect(0).output
    program.run("verify", "--file", script).expect(0)
