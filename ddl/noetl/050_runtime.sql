-- Runtime: what runs, and what shall run when.

create table if not exists runtime (
	runtime_id     bigint      not null default snowflake_id(),
	name           text        not null,
	component_type text        not null,
	base_url       text,
	status         text        not null,
	labels         jsonb,
	capabilities   jsonb,
	capacity       integer,
	runtime        jsonb,
	last_heartbeat timestamptz not null default now(),
	created_at     timestamptz not null default now(),
	updated_at     timestamptz not null default now(),
	constraint pk_runtime primary key (runtime_id),
	constraint uq_runtime_component_type_name unique (component_type, name),
	constraint ck_runtime_component_type check (
		component_type in ('worker_pool', 'server_api', 'broker')
	)
);
create index if not exists ix_runtime_status on runtime (status);
create index if not exists ix_runtime_runtime_type on runtime ((runtime ->> 'type'));
comment on table runtime is 'Servers, worker pools and brokers that have registered, and their heartbeat.';
comment on column runtime.runtime_id is 'Snowflake key.';
comment on column runtime.name is 'Name of the component, unique among its kind.';
comment on column runtime.component_type is 'worker_pool, server_api or broker.';
comment on column runtime.base_url is 'Address at which it answers.';
comment on column runtime.status is 'State as the component last reported it.';
comment on column runtime.labels is 'Labels by which work finds it.';
comment on column runtime.capabilities is 'Kinds of work it can do.';
comment on column runtime.capacity is 'How much it takes on at once.';
comment on column runtime.runtime is 'What the component says of its own process; "type" is indexed.';
comment on column runtime.last_heartbeat is 'When it was last heard of.';
comment on column runtime.created_at is 'When it registered first.';
comment on column runtime.updated_at is 'When its row was last changed.';

create table if not exists schedule (
	schedule_id      bigint      not null default snowflake_id(),
	playbook_path    text        not null,
	playbook_version text,
	cron             text,
	interval_seconds integer,
	enabled          boolean     not null default true,
	timezone         text        not null default 'UTC',
	next_run_at      timestamptz,
	last_run_at      timestamptz,
	last_status      text,
	input_payload    jsonb,
	created_at       timestamptz not null default now(),
	updated_at       timestamptz not null default now(),
	meta             jsonb,
	constraint pk_schedule primary key (schedule_id)
);
create index if not exists ix_schedule_next_run_at on schedule (next_run_at) where enabled;
create index if not exists ix_schedule_playbook_path on schedule (playbook_path);
comment on table schedule is 'When a playbook runs by itself, by cron expression or by interval.';
comment on column schedule.schedule_id is 'Snowflake key.';
comment on column schedule.playbook_path is 'Path of the playbook in the catalog.';
comment on column schedule.playbook_version is 'Version to run; null means the latest.';
comment on column schedule.cron is 'Cron expression, read in the time zone of the row.';
comment on column schedule.interval_seconds is 'Seconds between runs, where there is no cron expression.';
comment on column schedule.enabled is 'Only enabled schedules run.';
comment on column schedule.timezone is 'Time zone of the cron expression, an IANA name.';
comment on column schedule.next_run_at is 'When it is due next.';
comment on column schedule.last_run_at is 'When it last ran.';
comment on column schedule.last_status is 'How the last run ended.';
comment on column schedule.input_payload is 'Input that the playbook gets.';
comment on column schedule.created_at is 'When the schedule was made.';
comment on column schedule.updated_at is 'When it was last changed.';
comment on column schedule.meta is 'Whatever else is known of the schedule.';
