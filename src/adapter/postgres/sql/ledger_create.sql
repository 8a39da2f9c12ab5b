-- The ledger, layout 2.  $1 identifier: its schema.  By its owner, under the ledger's own advisory lock: see ledger_ensure.sql.
-- docs/ledger.md says what a later layout may change: nothing that is here, for older programs go on reading it.
-- ledger_check.sql knows every column, trigger and constraint by heart: a ledger that differs is not used.

-- Every run with nothing to do reads this table: no defaults and one index, for each costs such a run something.
create table $1.run (
	id bigint generated always as identity,
	run uuid not null,
	recorded_at timestamp with time zone not null,
	database_name name not null,
	schema_name text not null,
	source text not null,
	outcome text not null,
	version bigint not null,
	checksum text not null,
	options text,
	fingerprint text,
	statement_count bigint not null,
	started_at timestamp with time zone not null,
	finished_at timestamp with time zone not null,
	session_role text,
	tool_version text not null,
	server_version integer not null,
	pod text,
	image text,
	image_digest text,
	revision text,
	note text,
	primary key (schema_name, source, id)
);

create table $1.promise (
	run uuid primary key,
	kinds text[] not null,
	identities text[] not null,
	hashes text[] not null,
	texts text[],
	schemas text[],
	postponed boolean[],
	managed_schemas text[]
);

create table $1.journal (
	id bigint generated always as identity primary key,
	recorded_at timestamp with time zone not null,
	run uuid not null,
	schema_name text not null,
	source text not null,
	checksum text not null,
	step bigint not null,
	state text not null,
	statement text not null
);

create function $1.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $function$
begin
	raise exception '% on %.%: the ledger is only ever added to', tg_op, tg_table_schema, tg_table_name
		using errcode = 'insufficient_privilege',
		hint = 'It says what happened. To forget it all, drop the schema.';
end
$function$;
create trigger run_is_append_only before update or delete or truncate on $1.run
	for each statement execute function $1.refuse_change();
create trigger promise_is_append_only before update or delete or truncate on $1.promise
	for each statement execute function $1.refuse_change();
create trigger journal_is_append_only before update or delete or truncate on $1.journal
	for each statement execute function $1.refuse_change();

comment on schema $1 is 'Ledger of noetl-schema, layout 2: what was done to schemas of one owner in this database';
comment on table $1.run is 'One row a run that did something; only ever added to';
comment on column $1.run.run is 'Made by the program, so that a COMMIT whose answer was lost can be looked up';
comment on column $1.run.source is 'bundle:NAME, bundle:NAME/TARGET or file:NAME';
comment on column $1.run.outcome is 'created, changed, adopted, verified, reset, password_changed, partitioned';
comment on column $1.run.version is 'Version of the bundle; 0 for files';
comment on column $1.run.checksum is 'SHA-256 over the scripts and what else the bundle promises';
comment on column $1.run.options is 'Hash of the settings that decide what the run compares and may change; null: the defaults';
comment on column $1.run.fingerprint is 'Of the catalog after the run; null where the run says nothing about it';
comment on column $1.run.server_version is 'Definitions of different majors do not compare';
comment on column $1.run.pod is 'Of Kubernetes, as the next three: which Pod, by which image, for which revision of a deployment';
comment on table $1.promise is 'What a run promised: kind, name, hash and text of the definition of each object, side by side';
comment on column $1.promise.texts is 'What the hash is over, for people; null where the hash is the server''s';
comment on column $1.promise.schemas is 'Schema of each object, where they are in several; null: all in the run''s schema_name';
comment on column $1.promise.postponed is 'Objects that the DDL no longer makes and whose removal was put off; null: none';
comment on column $1.promise.managed_schemas is 'Schemas that the source makes objects in; null: the run''s schema_name alone';
comment on table $1.journal is 'Steps that cannot run in a transaction: a row when one begins, another when it is done';
comment on column $1.journal.state is 'begun or done';
