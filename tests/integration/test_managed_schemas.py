"""What a run manages besides its own schema: a list of schemas, or all of the database."""

import re

import pytest

from support import own_sql

OWN = "create table if not exists own (n int);\n"


@pytest.fixture
def shop(ready):
    """Two schemas of others, in one of which there is a table."""
    ready.execute("create schema shop; create table shop.customer (n int); create schema billing")
    return ready


@pytest.fixture
def manage(program, write):
    """Runs a command with files that manage what is said."""

    def run(command, managed, *arguments, text=OWN):
        scope = ("--managed-schemas", managed) if managed else ()
        return program.run(command, "--file", write(text), *scope, *arguments)

    return run


def managed_schemas(environment):
    return environment.execute("select managed_schemas from noetl_ledger.promise order by run")


@pytest.mark.one_major
@pytest.mark.parametrize(
    "value, sentence",
    [
        ("shop,,billing", "NOETL_MANAGED_SCHEMAS.* is not \\* alone, or names of schemas"),
        ("shop,", "is not \\* alone"),
        ('"shop', "is not \\* alone"),
        ("*,*", "is not \\* alone"),
        ("*,shop", "is not \\* alone"),
        ("shop,pg_toast", 'NOETL_MANAGED_SCHEMAS: the schema "pg_toast" is PostgreSQL\'s own'),
        ("information_schema", 'the schema "information_schema" is PostgreSQL\'s own'),
        ("noetl_ledger", 'the schema "noetl_ledger" is that of a ledger'),
        ("noetl_ledger_x", 'the schema "noetl_ledger_x" is that of a ledger'),
    ],
)
def test_managed__refuses_what_cannot_be_managed(manage, value, sentence):
    manage("apply", value).expect(3, sentence)
    manage("verify", value).expect(3, sentence)


@pytest.mark.one_major
def test_managed__of_several_schemas_in_a_database_each_would_manage_all(program, ready):
    program.run("apply", "system", "--managed-schemas", "*").expect(3, "bundle system has several schemas")


def test_managed__of_a_list_are_these_and_its_own(manage, shop):
    shop.execute('create schema "a,b"')
    manage("apply", 'shop , "a,b", noetl,shop').expect(0)
    assert managed_schemas(shop) == [(["a,b", "shop"],)]
    manage("apply", '"a,b",shop').expect(0, "nothing to do")
    shop.execute("create table billing.t (n int)")
    manage("apply", '"a,b",shop').expect(0, "nothing to do")
    manage("status", '"a,b",shop').expect(0, "as recorded")
    shop.execute("alter table shop.customer add column m int")
    manage("status", '"a,b",shop').expect(0, "changed since")
    assert "nothing to do" not in manage("apply", '"a,b",shop').expect(0).output


ELSEWHERE = [
    ("create schema if not exists attic; create table if not exists attic.t (n int);", "attic.t", "'shop,attic'"),
    ("create index if not exists i on billing.t (n);", "billing.i", "'shop,billing'"),
    ("alter table billing.t alter n set default 5;", "billing.t.n", "'shop,billing'"),
    ("grant select on billing.t to public;", "billing.t", "'shop,billing'"),
    ("drop publication if exists p; create publication p for table own;", "p", r"'\*'"),
]


@pytest.mark.parametrize("text, name, setting", ELSEWHERE)
def test_managed__of_a_list_what_the_ddl_makes_elsewhere_is_refused(manage, shop, text, name, setting):
    shop.execute("create table billing.t (n int)")
    shop.execute(f'alter schema billing owner to "{shop.owner}"; alter table billing.t owner to "{shop.owner}"')
    own = "create table if not exists own (n int primary key);\n"
    manage("apply", "shop", text=own + text).expect(3, f"neither proved nor promised: .*{name}", setting)
    assert not shop.value("select to_regclass('noetl.own') is not null")
    manage("apply", "shop", text=own).expect(0)
    manage("apply", "shop", text=own + text).expect(3, f"neither proved nor promised: .*{name}", setting)
    manage("apply", setting.strip("'").replace("\\", ""), text=own + text).expect(0)
    manage("verify", setting.strip("'").replace("\\", ""), text=own + text).expect(0)


def test_managed__a_bundle_manages_a_list_too(program, shop):
    program.run("apply", "--managed-schemas", "shop").expect(0)
    program.run("apply", "--managed-schemas", "shop").expect(0, "nothing to do")
    assert managed_schemas(shop) == [(["shop"],)]
    program.run("verify", "--managed-schemas", "shop").expect(0, r"table shop\.customer")
    shop.execute("comment on table shop.customer is 'theirs'")
    assert "nothing to do" not in program.run("apply", "--managed-schemas", "shop").expect(0).output


def test_managed__of_the_database_is_all_but_what_belongs_to_others(manage, shop):
    shop.execute("create schema of_extension; alter extension plpgsql add schema of_extension")
    manage("apply", "*").expect(0)
    assert managed_schemas(shop) == [(["", "billing", "public", "shop"],)]
    manage("apply", "*").expect(0, "nothing to do")
    shop.execute("create schema later")
    assert "nothing to do" not in manage("apply", "*").expect(0).output
    manage("apply", "*").expect(0, "nothing to do")
    shop.execute("create publication p")
    assert "nothing to do" not in manage("apply", "*").expect(0).output
    manage("verify", "*").expect(0, "publication p")


def test_managed__of_the_database_is_observed_in_one_message(manage, shop):
    manage("apply", "*").expect(0)
    mark = shop.server.log_mark()
    manage("apply", "*").expect(0, "nothing to do")
    assert "customer" not in shop.server.log_text(mark)


def test_managed__public_may_be_the_schema_of_a_superuser(program, shop, write):
    settings = {
        **program.settings,
        "NOETL_SCHEMA": "public",
        "NOETL_USER": shop.server.user,
        "NOETL_PASSWORD": shop.server.password,
        "NOETL_MANAGED_SCHEMAS": "*",
    }
    script = write("create schema if not exists made; create table if not exists made.t (n int);\n")
    program.run("apply", "--file", script, settings=settings).expect(0)
    assert managed_schemas(shop) == [(["", "billing", "made", "shop"],)]
    program.run("apply", "--file", script, settings=settings).expect(0, "nothing to do")
    shop.execute("alter table made.t add column m int")
    program.run("verify", "--file", script, settings=settings).expect(0, r"column made\.t\.m")
    shop.execute("drop table made.t")
    program.run("verify", "--file", script, settings=settings).expect(6, r"table made\.t")


def test_managed__what_others_made_need_not_be_readable(manage, shop):
    shop.execute(
        """
        create view shop.v as select n from shop.customer;
        create sequence shop.s;
        create function shop.f() returns int language sql as 'select 1';
        create materialized view shop.m as select 1 as n;
        create type shop.mood as enum ('a');
        create statistics shop.st on n, (n + 1) from shop.customer;
        alter table shop.customer enable row level security;
        create policy p on shop.customer using (n > 1);
        revoke all on schema shop from public;
        revoke all on all tables in schema shop from public;
        revoke all on function shop.f() from public;
        """
        if shop.server.major >= 14
        else "create view shop.v as select n from shop.customer"
    )
    for managed in ("shop", "*"):
        manage("apply", managed).expect(0)
        manage("verify", managed).expect(0, r"view shop\.v")


def test_managed__the_schema_is_made_where_another_has_objects(manage, shop):
    manage("apply", "shop").expect(0, "changed|adopted|proved")
    assert shop.value("select to_regclass('noetl.own') is not null")
    assert shop.value("select count(*) from pg_class where relname = 'customer'") == 1


SEVERAL = """
create schema a; create schema xa; create schema "Q q";
create type a.mood as enum ('x');
create domain xa.positive as int check (value > 0);
create function "Q q".f(a.mood) returns int language sql immutable as 'select 1';
create type here.pair as (one a.mood, two xa.positive);
create table here.parent (m a.mood); alter table here.parent enable row level security;
create policy po on here.parent using ("Q q".f(m) > 0);
create cast (a.mood as int) with function "Q q".f(a.mood);
create publication pub; create publication gone__0a1b2c3d;
"""
RENAMED = ["a__0a1b2c3d", "xa__0a1b2c3d", "Q q__0a1b2c3d", "undone__0a1b2c3d"]
NAMES = ["a", "xa", "Q q", "other"]


def rare_and_global(session, renamed, names, suffix):
    rare = own_sql.run(session, "definitions_rare.sql", "here", None, None, renamed, "{}", names)
    return sorted(rare + own_sql.run(session, "definitions_global.sql", renamed, names, suffix))


def test_managed__a_shadow_calls_each_schema_that_it_put_aside_by_its_own_name(ready):
    session = ready.connect()
    session.execute("create schema here;" + SEVERAL)
    before = rare_and_global(session, [], [], None)
    assert any(name == "publication" for name, *_ in before)
    for name, renamed in zip(NAMES[:3], RENAMED):
        session.execute(f'alter schema "{name}" rename to "{renamed}"')
    meanwhile = rare_and_global(session, RENAMED, NAMES, "__0a1b2c3d")
    # What is in no schema and belongs to what was put aside is not told.
    hidden = {"gone__0a1b2c3d", "(a.mood AS integer)"}
    assert meanwhile == [row for row in before if row[1] not in hidden]
    assert len(before) == len(meanwhile) + 2


def test_managed__what_nobody_promised_is_left_alone_and_named(manage, shop):
    shop.execute("create table shop.\"Q q\" (n int primary key); create index on shop.customer (n)")
    named = r'2 objects are not managed: table shop\."Q q", table shop\.customer$'
    manage("apply", "shop").expect(0)
    shop.execute("comment on table shop.customer is 'theirs'")
    result = manage("apply", "shop").expect(0)
    assert len(re.findall(named, result.output, re.M)) == 1, result
    result = manage("verify", "shop").expect(0, r"table shop\.customer")
    assert "schema shop" not in result.output


def test_managed__to_be_pruned_is_a_difference(manage, shop):
    manage("apply", "shop").expect(0)
    manage("verify", "shop", "--prune").expect(6, r"table shop\.customer\s+found: present|table shop\.customer")
    manage("apply", "shop", "--prune", "--force").expect(6, r"added: .*table shop\.customer", "--prune")
    assert shop.value("select to_regclass('shop.customer') is not null")
    shop.execute("drop table shop.customer")
    manage("apply", "shop", "--prune").expect(0)
    manage("verify", "shop", "--prune").expect(0)


def test_managed__of_the_database_a_schema_is_to_be_pruned_too(manage, shop):
    manage("apply", "*").expect(0)
    manage("verify", "*", "--prune").expect(0)
    shop.execute(f'alter schema billing owner to "{shop.owner}"; alter schema shop owner to "{shop.owner}"')
    manage("verify", "*", "--prune").expect(6, "schema billing", r"table shop\.customer")
    shop.execute("drop schema billing; drop schema shop cascade")
    manage("verify", "*", "--prune").expect(0)


def test_managed__what_another_source_promised_is_never_to_be_pruned(program, manage, shop, write):
    other = write("create table if not exists shop.order_line (n int primary key);", "other.sql")
    shop.execute(f'drop table shop.customer; alter schema shop owner to "{shop.owner}"')
    program.run("apply", "--file", other, settings={**program.settings, "NOETL_SCHEMA": "shop"}).expect(0)
    manage("apply", "shop").expect(0)
    manage("verify", "shop", "--prune").expect(0)
    manage("apply", "shop", "--prune", "--force").expect(0)
    shop.execute("alter table shop.order_line add column by_hand int")
    manage("verify", "shop", "--prune").expect(6, r"column shop\.order_line\.by_hand")


def test_managed__other_options_are_no_reason_to_do_nothing(manage, shop):
    shop.execute("drop table shop.customer")
    manage("apply", None).expect(0)
    assert shop.value("select options is null from noetl_ledger.run")
    for options in (["shop"], ["shop", "--prune"], ["*"], [None]):
        manage("status", *options).expect(0, "recorded when something else was managed")
        result = manage("apply", *options).expect(0)
        assert "nothing to do" not in result.output
        manage("apply", *options).expect(0, "nothing to do")
        manage("status", *options).expect(0, "as recorded")
    hashes = shop.execute("select options from noetl_ledger.run order by id")
    assert len(set(hashes)) == 4 and hashes[0] == hashes[-1] == (None,)


KEY = "('x' || left(encode(sha256(convert_to('noetl-schema/' || current_database() || '/' || %s, 'UTF8')), 'hex'), 16))::bit(64)::bigint"


@pytest.mark.parametrize(
    "managed, schema, is_shared, exit_code",
    [
        ("shop", "shop", False, 11),
        ("shop", "noetl", False, 11),
        ("shop", "billing", False, 0),
        (None, "", False, 11),
        (None, "", True, 0),
        ("*", "", True, 11),
    ],
)
def test_managed__no_other_run_has_one_of_its_schemas(manage, shop, managed, schema, is_shared, exit_code):
    with shop.connect() as holder:
        function = "pg_advisory_lock_shared" if is_shared else "pg_advisory_lock"
        holder.execute(f"select {function}({KEY})", [schema])
        result = manage("apply", managed, "--lock-wait-timeout", "1ms").expect(exit_code)
        if exit_code != 0:
            assert f"process {holder.info.backend_pid} " in result.output
    manage("apply", managed, "--lock-wait-timeout", "1ms").expect(0)


def test_managed__behind_a_pooler_the_locks_are_the_transactions(manage, shop, new_pgbouncer, program):
    pooler = new_pgbouncer("transaction")
    program.settings.update({"POSTGRES_HOST": pooler.host, "POSTGRES_PORT": str(pooler.port)})
    with shop.connect() as holder:
        holder.execute(f"select pg_advisory_lock({KEY})", ["shop"])
        manage("apply", "shop", "--lock-wait-timeout", "1ms").expect(11, f"process {holder.info.backend_pid} ")
    manage("apply", "shop").expect(0)
    assert shop.value("select count(*) from pg_locks where locktype = 'advisory'") == 0


def test_managed__of_the_database_what_others_own_is_not_pruned(manage, shop):
    shop.execute(f'alter schema billing owner to "{shop.owner}"')
    skipped = "not managed: public of postgres, shop of postgres" if shop.server.major < 15 else "not managed: shop of postgres"
    pruned = ("apply", "*", "--prune", "--destructive", "allow")
    manage(*pruned).expect(0, skipped)
    assert shop.value("select to_regclass('shop.customer') is not null and to_regnamespace('billing') is null")
    manage(*pruned).expect(0, "nothing to do")
    manage("verify", "*", "--prune").expect(0)


@pytest.mark.one_major
def test_managed__of_the_database_what_others_record_is_not_pruned(program, shop, write):
    service = shop.owner
    shop.execute(
        f'create schema svc authorization "{service}"; create schema noetl_ledger_svc authorization "{service}";'
        f' set role "{service}"; create table svc.t (n int); reset role; drop schema shop cascade'
    )
    settings = {
        **program.settings,
        "NOETL_SCHEMA": "public",
        "NOETL_USER": shop.server.user,
        "NOETL_PASSWORD": shop.server.password,
    }
    prune = ("--managed-schemas", "*", "--prune", "--destructive", "allow")
    run = lambda: program.run("apply", "--file", write("create table if not exists own (n int);"), *prune, settings=settings)
    run().expect(0, f"not managed: svc of {service}")
    assert shop.value("select to_regclass('svc.t') is not null and to_regnamespace('billing') is null")
    shop.execute(f'create table public.theirs (n int); alter table public.theirs owner to "{service}"')
    run().expect(4, r"table public\.theirs .* belongs to role .* has a ledger of its own")
    assert shop.value("select to_regclass('public.theirs') is not null")


SETTINGS = [
    ("alter database {db} set work_mem = '5MB';", "select exists (select from pg_db_role_setting where setdatabase > 0)"),
    ("alter role current_user set work_mem = '5MB';", "select exists (select from pg_db_role_setting where setrole = {owner}::regrole)"),
    ("comment on database {db} is 'ours';", "select shobj_description(oid, 'pg_database') = 'ours' from pg_database where datname = current_database()"),
    ("grant create on database {db} to pg_monitor;", "select has_database_privilege('pg_monitor', current_database(), 'create')"),
    ("create role {role};\ngrant usage on schema noetl to {role};", "select has_schema_privilege({role}, 'noetl', 'usage')"),
]


@pytest.mark.parametrize("options", [("--managed-schemas", "noetl"), ("--managed-schemas", "*"), ("--prune",)])
@pytest.mark.parametrize("text, question", SETTINGS)
def test_managed__what_no_fact_tells_of_is_done_all_the_same(program, ready, write, options, text, question):
    ready.execute(f'alter role "{ready.owner}" createrole')
    names = {"db": ready.database, "owner": ready.owner, "role": f"r_{ready.mark}"}
    own = "create table if not exists own (n int);\n"
    program.run("apply", "--file", write(own), *options).expect(0)
    quoted = {key: f'"{name}"' for key, name in names.items()}
    script = write(own + text.format(**quoted) + "\n")
    program.run("apply", "--file", script, *options).expect(0)
    literals = {key: f"'{name}'" for key, name in names.items()}
    assert ready.value(question.format(**literals))
    program.run("apply", "--file", script, *options).expect(0, "nothing to do")
    program.run("apply", "--file", script, *options, "--force").expect(0)
