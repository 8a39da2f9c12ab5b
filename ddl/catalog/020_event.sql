-- Events: what happened to resources, and how each kind of event reads for people.

create table if not exists event_type (
	name     text not null,
	template text,
	constraint pk_event_type primary key (name)
);
comment on table event_type is 'Kinds of events, each with the template of its message.';
comment on column event_type.name is 'Name of the kind, for example REGISTERED.';
comment on column event_type.template is 'Message with placeholders such as {{ resource_path }}.';

-- The primary key of a partitioned table must contain the column that decides the partition.
create table if not exists event (
	event_id         text        not null,
	event_type       text        not null,
	resource_path    text        not null,
	resource_version text        not null,
	payload          jsonb,
	meta             jsonb,
	timestamp        timestamptz not null default now(),
	constraint pk_event primary key (event_id, timestamp),
	constraint fk_event_event_type foreign key (event_type) references event_type (name),
	constraint fk_event_resource foreign key (resource_path, resource_version)
		references catalog (resource_path, resource_version)
) partition by range (timestamp);
create index if not exists ix_event_event_type on event (event_type);
create index if not exists ix_event_resource on event (resource_path, resource_version);
comment on table event is 'Events of registration, execution and so on; a partition for each month.';
comment on column event.event_id is 'Name of the event; the writer keeps it unique.';
comment on column event.event_type is 'Kind of event.';
comment on column event.resource_path is 'Path of the resource that the event is about.';
comment on column event.resource_version is 'Version of that resource.';
comment on column event.payload is 'What the event carries.';
comment on column event.meta is 'Whatever else is known of it.';
comment on column event.timestamp is 'When it happened; decides the partition.';

create table if not exists event_default partition of event default;
comment on table event_default is 'Events of months that have no partition yet; their rows move when the partition is made.';

insert into event_type (name, template) values
	('REGISTERED', 'Resource {{ resource_path }} version {{ resource_version }} was registered.'),
	('UPDATED', 'Resource {{ resource_path }} version {{ resource_version }} was updated.'),
	('UNCHANGED', 'Resource {{ resource_path }} already registered.'),
	('EXECUTION_STARTED', 'Execution started for {{ resource_path }}.'),
	('EXECUTION_FAILED', 'Execution failed for {{ resource_path }}.'),
	('EXECUTION_COMPLETED', 'Execution completed for {{ resource_path }}.')
on conflict (name) do nothing;
