-- Queue: work that waits for a worker, and variables of running executions.
-- Neither refers to workload: rows come and go by the thousand, and work may be queued first.

create table if not exists queue (
	id             bigint      not null default snowflake_id(),
	execution_id   bigint      not null,
	node_id        varchar     not null,
	action         text        not null,
	context        jsonb,
	status         text        not null default 'queued',
	priority       integer     not null default 0,
	attempts       integer     not null default 0,
	max_attempts   integer     not null default 5,
	available_at   timestamptz not null default now(),
	lease_until    timestamptz,
	worker_id      text,
	last_heartbeat timestamptz not null default now(),
	created_at     timestamptz not null default now(),
	updated_at     timestamptz not null default now(),
	constraint pk_queue primary key (id),
	constraint uq_queue_execution_id_node_id unique (execution_id, node_id)
);
create index if not exists ix_queue_status on queue (status);
create index if not exists ix_queue_available_at on queue (available_at);
create index if not exists ix_queue_priority on queue (priority);
create index if not exists ix_queue_worker_id on queue (worker_id);
comment on table queue is 'Work for workers: each takes a row on lease and gives it back if it fails.';
comment on column queue.id is 'Snowflake key; lower came first.';
comment on column queue.execution_id is 'The execution.';
comment on column queue.node_id is 'Step or task to run, queued once in an execution.';
comment on column queue.action is 'What to do.';
comment on column queue.context is 'Values that the work needs.';
comment on column queue.status is 'State of the work; it starts as queued.';
comment on column queue.priority is 'Higher goes first.';
comment on column queue.attempts is 'How often it was tried.';
comment on column queue.max_attempts is 'How often it may be tried.';
comment on column queue.available_at is 'Not to be taken before this moment.';
comment on column queue.lease_until is 'Until when the worker holds it; null while nobody does.';
comment on column queue.worker_id is 'Worker that holds it.';
comment on column queue.last_heartbeat is 'When that worker was last heard of.';
comment on column queue.created_at is 'When it was queued.';
comment on column queue.updated_at is 'When its row was last changed.';

create table if not exists transient (
	execution_id bigint      not null,
	var_name     text        not null,
	var_type     text        not null,
	var_value    jsonb       not null,
	source_step  text,
	created_at   timestamptz not null default now(),
	accessed_at  timestamptz not null default now(),
	access_count integer     not null default 0,
	expires_at   timestamptz,
	scope        text        not null default 'execution',
	constraint pk_transient primary key (execution_id, var_name),
	constraint ck_transient_var_type check (
		var_type in ('user_defined', 'step_result', 'computed', 'iterator_state')
	),
	constraint ck_transient_scope check (scope in ('step', 'execution', 'workflow', 'permanent'))
);
create index if not exists ix_transient_var_type on transient (var_type);
create index if not exists ix_transient_source_step on transient (source_step);
create index if not exists ix_transient_expires_at
	on transient (expires_at) where expires_at is not null;
comment on table transient is 'Variables of executions while they run.';
comment on column transient.execution_id is 'The execution.';
comment on column transient.var_name is 'Name, unique within the execution.';
comment on column transient.var_type is 'user_defined, step_result, computed or iterator_state.';
comment on column transient.var_value is 'The value.';
comment on column transient.source_step is 'Step that set it.';
comment on column transient.created_at is 'When it was set first.';
comment on column transient.accessed_at is 'When it was last read.';
comment on column transient.access_count is 'How often it was read.';
comment on column transient.expires_at is 'After this moment it may be deleted; null keeps it.';
comment on column transient.scope is 'How far it reaches: step, execution, workflow or permanent.';
