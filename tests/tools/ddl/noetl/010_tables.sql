-- Three tables alike; what becomes of their partitions is said in bundle.yaml.

create table if not exists source (
	name text constraint pk_source primary key
);

create table if not exists dropped (
	at     timestamptz not null default now(),
	source text constraint fk_dropped_source references source (name)
) partition by range (at);
create index if not exists ix_dropped_source on dropped (source);
create table if not exists dropped_default partition of dropped default;

create table if not exists detached (
	at     timestamptz not null default now(),
	source text constraint fk_detached_source references source (name)
) partition by range (at);
create index if not exists ix_detached_source on detached (source);
create table if not exists detached_default partition of detached default;

create table if not exists kept (
	at     timestamptz not null default now(),
	source text constraint fk_kept_source references source (name)
) partition by range (at);
create index if not exists ix_kept_source on kept (source);
create table if not exists kept_default partition of kept default;
