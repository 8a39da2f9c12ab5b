"""What the queries behind partitions do on tables of every shape, on every major."""

import datetime
import itertools
import json

import psycopg
import pytest

from support import own_sql

UTC = datetime.UTC
STEPS = {
    "day": "1 day",
    "week": "7 days",
    "month": "1 month",
    "quarter": "3 months",
    "year": "1 year",
}
PARTITIONS = """
select c.relname::text, pg_get_expr(c.relpartbound, c.oid)
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = %s::regclass and c.relkind in ('r', 'p') order by 1
"""


def ms(year, month, day=1):
    return int(datetime.datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)


def rule(unit="month", ahead=0, retain=None, table="event"):
    return json.dumps(
        [
            {
                "prefix": f"{table}_p",
                "unit": unit,
                "step": STEPS[unit],
                "ahead": ahead,
                "retain": retain,
            }
        ]
    )


@pytest.fixture
def session(environment):
    """The owner's, in a schema with a name that wants quoting."""
    environment.create_owner_and_database()
    session = environment.connect_as_owner()
    session.execute('create schema "My ""s"')
    session.execute('set search_path = "My ""s"')
    return session


SCHEMA = 'My "s'


def make(session, name, lower, upper, table="event"):
    return own_sql.run(session, "partition_make.sql", SCHEMA, table, name, lower, upper)[0][0]


def due(session, rules):
    return own_sql.run(session, "partition_due.sql", SCHEMA, rules)[0][0]


def server_day(session, unit):
    (day,) = session.execute("select date_trunc(%s, now() at time zone 'UTC')", [unit]).fetchone()
    return day.replace(tzinfo=UTC)


def create_event(session, columns="n int, timestamp timestamptz not null"):
    session.execute(f"create table event ({columns}) partition by range (timestamp)")
    session.execute("create table event_default partition of event default")


@pytest.mark.parametrize("unit", STEPS)
def test_partition_due__until_every_interval_ahead_is_there(session, unit):
    create_event(session)
    day = server_day(session, unit)
    bounds = [
        session.execute("select %s::timestamptz + %s * %s::interval", [day, n, STEPS[unit]])
        .fetchone()[0]
        .astimezone(UTC)
        for n in range(4)
    ]
    for lower, upper in itertools.pairwise(bounds):
        assert due(session, rule(unit, ahead=2))
        name = f"event_p{lower:%Y%m%d}"
        make(session, name, int(lower.timestamp() * 1000), int(upper.timestamp() * 1000))
    assert not due(session, rule(unit, ahead=2))
    assert due(session, rule(unit, ahead=3))
    session.execute(f"alter table event detach partition event_p{bounds[1]:%Y%m%d}")
    assert due(session, rule(unit, ahead=2)), "a table that is no partition does not count"


def test_partition_due__when_one_has_expired(session):
    create_event(session)
    this = server_day(session, "month")
    before = (this - datetime.timedelta(days=1)).replace(day=1)
    following = (this + datetime.timedelta(days=32)).replace(day=1)
    for lower, upper in [(before, this), (this, following)]:
        make(
            session,
            f"event_p{lower:%Y%m%d}",
            int(lower.timestamp() * 1000),
            int(upper.timestamp() * 1000),
        )
    assert not due(session, rule())
    assert not due(session, rule(retain=1))
    assert due(session, rule(retain=0))


def test_partition_due__asks_nobody_for_a_lock(session, environment):
    create_event(session)
    blocker = environment.connect(autocommit=False)
    blocker.execute('lock table "My ""s".event in access exclusive mode')
    session.execute("set lock_timeout = '1ms'")
    assert due(session, rule())


def test_partition_make__moves_the_rows_of_its_interval_only(session):
    create_event(session)
    session.execute(
        "insert into event select g, '2026-10-15'::timestamptz + g * interval '1 day'"
        " from generate_series(0, 59) g"
    )
    assert make(session, "event_p20261101", ms(2026, 11), ms(2026, 12)) == 30
    counts = session.execute(
        "select tableoid::regclass::text, count(*) from event group by 1 order by 1"
    ).fetchall()
    assert counts == [("event_default", 30), ("event_p20261101", 30)]
    assert session.execute(PARTITIONS, ["event"]).fetchall() == [
        ("event_default", "DEFAULT"),
        (
            "event_p20261101",
            "FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00')",
        ),
    ]


def test_partition_make__gives_what_partition_of_would_give(session):
    """Compared column by column, constraint by constraint, index by index with the server's own."""
    session.execute("create table kind (name text primary key)")
    create_event(
        session,
        "n bigint not null, kind text collate \"C\" default 'x' references kind, body text,"
        " doubled bigint generated always as (n * 2) stored, timestamp timestamptz not null default now(),"
        " constraint pk_event primary key (n, timestamp), constraint ck_event_n check (n > 0)",
    )
    session.execute("alter table event alter body set storage external")
    session.execute("create index ix_event_kind on event (kind) where n > 5")
    session.execute("comment on column event.n is 'number'")
    session.execute("insert into kind values ('x')")
    session.execute("insert into event (n, timestamp) values (1, '2026-11-05')")
    assert make(session, "event_p20261101", ms(2026, 11), ms(2026, 12)) == 1
    session.execute(
        "create table twin partition of event for values from ('2027-01-01') to ('2027-02-01')"
    )
    columns = """
        select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage,
          a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid), a.attislocal, a.attinhcount
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = %s::regclass and a.attnum > 0 order by a.attnum"""
    constraints = """
        select contype, pg_get_constraintdef(oid), coninhcount > 0, conparentid <> 0
        from pg_constraint where conrelid = %s::regclass order by 1, 2"""
    indexes = """
        select replace(pg_get_indexdef(i.indexrelid), %s, ''), i.indisprimary, h.inhparent::regclass::text
        from pg_index i join pg_inherits h on h.inhrelid = i.indexrelid
        where i.indrelid = %s::regclass order by 3"""
    for query, count in [(columns, 1), (constraints, 1), (indexes, 2)]:
        ours, twin = (
            session.execute(query, [name] * count).fetchall()
            for name in ("event_p20261101", "twin")
        )
        if query is columns:  # PARTITION OF marks all columns as not local; ATTACH leaves them local
            ours, twin = ([row[:7] for row in rows] for rows in (ours, twin))
        assert ours == twin and ours
    comments = "select col_description('event_p20261101'::regclass, 1), obj_description('event_p20261101'::regclass)"
    assert session.execute(comments).fetchone() == (
        "number",
        "Rows of event from 2026-11-01 up to 2026-12-01, UTC.",
    )
    assert session.execute("select n, doubled from event_p20261101").fetchall() == [(1, 2)]


@pytest.mark.parametrize("type_", ["timestamp", "date", "timestamptz"])
def test_partition_make__for_columns_of_every_type_for_dates(session, type_):
    create_event(session, f"n int, timestamp {type_}")
    session.execute("set timezone = 'America/New_York'")
    session.execute("insert into event values (1, '2026-11-30'), (2, '2026-12-01 05:00'), (3, null)")
    make(session, "event_p20261101", ms(2026, 11), ms(2026, 12))
    rows = session.execute("select n from event_p20261101").fetchall()
    assert rows == [(1,)]
    ((_, _, column, _, waiting),) = own_sql.run(
        session, "partition_table.sql", SCHEMA, "event", "month"
    )
    assert column == "timestamp" and waiting is not None
    listed = own_sql.run(session, "partition_list.sql", SCHEMA, "event")
    assert [row[0::2] for row in listed] == [("event_p20261101", ms(2026, 11))]
    assert listed[0][3] == ms(2026, 12)


def test_partition_make__without_a_default_partition(session):
    session.execute("create table event (timestamp timestamptz) partition by range (timestamp)")
    assert make(session, "event_p20261101", ms(2026, 11), ms(2026, 12)) == 0


@pytest.mark.majors(18)
def test_partition_make__with_an_identity_column(session):
    create_event(session, "n int generated always as identity, timestamp timestamptz")
    session.execute("insert into event (timestamp) values ('2026-11-05'), ('2026-12-05')")
    assert make(session, "event_p20261101", ms(2026, 11), ms(2026, 12)) == 1
    session.execute("insert into event (timestamp) values ('2026-11-06')")
    numbers = session.execute("select n from event_p20261101 order by 1").fetchall()
    assert numbers == [(1,), (3,)]


def test_partition_make__refuses_to_delete_what_another_table_follows(session):
    create_event(session, "n int, timestamp timestamptz, primary key (n, timestamp)")
    session.execute(
        "create table follower (n int, t timestamptz,"
        " constraint fk_follower foreign key (n, t) references event on delete cascade)"
    )
    session.execute("insert into event values (1, '2026-11-05')")
    session.execute("insert into follower values (1, '2026-11-05')")
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="fk_follower"):
        make(session, "event_p20261101", ms(2026, 11), ms(2026, 12))
    assert make(session, "event_p20261201", ms(2026, 12), ms(2027, 1)) == 0
    assert session.execute("select count(*) from follower").fetchone() == (1,)


def test_partition_make__lets_readers_and_writers_of_other_partitions_go_on(session, environment):
    create_event(session)
    make(session, "event_p20261101", ms(2026, 11), ms(2026, 12))
    with session.transaction():
        session.execute(own_sql.PINNED)
        session.execute(
            own_sql.text(
                session,
                "partition_make.sql",
                SCHEMA,
                "event",
                "event_p20261201",
                ms(2026, 12),
                ms(2027, 1),
            )
        )
        other = environment.connect_as_owner()
        other.execute('set search_path = "My ""s"')
        other.execute("set lock_timeout = '100ms'")
        other.execute("insert into event values (1, '2026-11-05')")
        reading = "select n from event where timestamp between '2026-11-01' and '2026-11-10'"
        assert other.execute(reading).fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("insert into event values (1, '2030-11-05')")


def test_partition_list__knows_unbounded_and_infinite_bounds(session):
    create_event(session)
    for name, lower, upper in [
        ("oldest", "minvalue", "'2001-01-01'"),
        ("empty_before", "'2001-01-01'", "'2001-02-01 12:30:15.25+00'"),
        ("later", "'2040-01-01'", "'infinity'"),
        ("past_the_end", "'infinity'", "maxvalue"),
    ]:
        session.execute(
            f"create table {name} partition of event for values from ({lower}) to ({upper})"
        )
    listed = own_sql.run(session, "partition_list.sql", SCHEMA, "event")
    bounds = {row[0]: row[2:] for row in listed}
    assert bounds["oldest"] == (None, ms(2001, 1))
    assert bounds["empty_before"] == (ms(2001, 1), ms(2001, 2) + 45_015_250)
    assert bounds["later"] == (ms(2040, 1), None)


@pytest.mark.parametrize(
    "declaration",
    [
        "create table event (timestamp timestamptz) partition by list (timestamp)",
        "create table event (n int, timestamp timestamptz) partition by range (timestamp, n)",
        "create table event (timestamp timestamptz) partition by range ((timestamp at time zone 'UTC'))",
        "create table event (timestamp bigint) partition by range (timestamp)",
        "create table event (timestamp timestamptz)",
    ],
)
def test_partition_table__is_not_one_of_ours_when_partitioned_otherwise(session, declaration):
    session.execute(declaration)
    ((_, identity, column, _, _),) = own_sql.run(
        session, "partition_table.sql", SCHEMA, "event", "month"
    )
    assert identity is not None and column is None


def test_partition_table__gives_a_row_without_a_table_too(session):
    ((now_ms, identity, *_),) = own_sql.run(session, "partition_table.sql", SCHEMA, "x", "month")
    assert now_ms > ms(2025, 1) and identity is None


@pytest.mark.parametrize("expiry", ["detach", "drop"])
def test_partition_expire__detaches_or_drops(session, expiry):
    create_event(session)
    make(session, "event_p20261101", ms(2026, 11), ms(2026, 12))
    own_sql.run(
        session, "partition_expire.sql", SCHEMA, "event", '"My ""s".event_p20261101', expiry
    )
    assert [name for name, _ in session.execute(PARTITIONS, ["event"])] == ["event_default"]
    (relation,) = session.execute("select to_regclass('event_p20261101')").fetchone()
    assert (relation is not None) == (expiry == "detach")


def test_partition_expire__drops_nothing_that_depends_on_it(session):
    create_event(session)
    make(session, "event_p20261101", ms(2026, 11), ms(2026, 12))
    session.execute("create view of_november as select * from event_p20261101")
    with pytest.raises(psycopg.errors.DependentObjectsStillExist):
        own_sql.run(
            session, "partition_expire.sql", SCHEMA, "event", '"My ""s".event_p20261101', "drop"
        )
