"""A schema with one object of every kind, for tests of its catalog."""

STATEMENTS = """
create sequence plain_sequence;
create type colour as enum ('red', 'green');
create type pair as (first int, second text);
create domain positive as int constraint is_positive check (value > 0);
create type span as range (subtype = int4);
create collation plain_collation (locale = 'C');
create function answer(question int) returns int language sql immutable as 'select 42 + $1';
create function before_change() returns trigger language plpgsql as 'begin return new; end';
create procedure nothing(n int) language plpgsql as 'begin end';
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
create operator === (leftarg = int, rightarg = int, function = int4eq);
create text search configuration words (copy = simple);
create text search dictionary short (template = simple, stopwords = english);
create table parent (
  id bigint generated always as identity constraint parent_key primary key,
  name text not null default 'nobody',
  amount numeric(10, 2) default 0,
  hue colour,
  notes text,
  constraint amount_is_positive check (amount >= 0)
);
create table child (
  id bigserial constraint child_key primary key,
  parent_id bigint not null,
  label text,
  constraint child_of_parent foreign key (parent_id) references parent (id),
  constraint label_is_unique unique (label)
);
create table heir () inherits (child);
create table parted (at timestamptz not null, n int, parent_id bigint references parent)
  partition by range (at);
create index parted_n on parted (n);
create table parted_2026 partition of parted for values from ('2026-01-01') to ('2027-01-01');
create index child_parent_id on child (parent_id);
create index child_label_length on child (length(label)) where label is not null;
create statistics child_statistics (dependencies) on parent_id, label from child;
create view children as select c.id, p.name from child c join parent p on p.id = c.parent_id;
create materialized view names as select id, name from parent;
create index names_name on names (name);
create trigger child_changes before update on child for each row execute function before_change();
create rule no_delete as on delete to parent do instead nothing;
create policy everybody on child for select using (label is not null);
create foreign table far (n int) server {server};
comment on table child is 'a child';
comment on column child.label is 'a label';
comment on constraint child_of_parent on child is 'a constraint';
comment on constraint is_positive on domain positive is 'a constraint of a domain';
comment on trigger child_changes on child is 'a trigger';
comment on policy everybody on child is 'a policy';
comment on rule no_delete on parent is 'a rule';
comment on function answer(int) is 'a function';
comment on type colour is 'a type';
comment on index child_parent_id is 'an index';
comment on sequence plain_sequence is 'a sequence';
comment on schema {schema} is 'a schema';
"""

# Only superusers make these; the schema's owner uses the server.
BEFORE = """
create foreign data wrapper {wrapper};
create server {server} foreign data wrapper {wrapper};
grant usage on foreign server {server} to {owner};
"""


def create(environment, schema="rich"):
    """Makes the database, and in it the schema, owned by the environment's owner."""
    prepare(environment, schema)
    owner = environment.connect_as_owner()
    owner.execute(f"create schema {schema}")
    owner.execute(f"set search_path = {schema}")
    owner.execute(STATEMENTS.format(server=f"server_{schema}", schema=schema))
    owner.execute("reset search_path")
    return schema


def script(schema="rich"):
    """The same as a script that can be run repeatedly; the server must exist."""
    statements = STATEMENTS.format(server=f"server_{schema}", schema=schema)
    return (
        "do $script$\nbegin\n"
        "  if pg_catalog.to_regclass('parent') is null then\n"
        f"    execute $statements${statements}$statements$;\n"
        "  end if;\nend\n$script$;\n"
    )


def prepare(environment, schema="rich"):
    """Database, owner and foreign server, for a script that makes the rest."""
    environment.create_owner_and_database()
    names = {
        "wrapper": f"wrapper_{schema}",
        "server": f"server_{schema}",
        "owner": f'"{environment.owner}"',
    }
    with environment.connect() as session:
        session.execute(BEFORE.format(**names))
