-- task_execution_service: units of work, and their runs.

create or replace function update_updated_at_column() returns trigger
	language plpgsql
as $$
begin
	new.updated_at := now();
	return new;
end
$$;
comment on function update_updated_at_column() is 'Trigger function: puts the time of the change into updated_at.';

create table if not exists task_definitions (
	id               uuid         not null default gen_random_uuid(),
	task_id          varchar(255) not null,
	name             varchar(255) not null,
	description      text,
	type             text         not null,
	version          varchar(50)  not null,
	input_schema     jsonb        not null,
	output_schema    jsonb        not null,
	timeout          integer,
	retry_policy     jsonb,
	execution_config jsonb        not null,
	ui_components    jsonb,
	metadata         jsonb,
	created_at       timestamptz  not null default now(),
	updated_at       timestamptz  not null default now(),
	constraint pk_task_definitions primary key (id),
	constraint uq_task_definitions_task_id unique (task_id),
	constraint ck_task_definitions_type check (type in ('AUTOMATED', 'MANUAL', 'INTEGRATION')),
	constraint ck_task_definitions_timeout check (timeout > 0)
);
create index if not exists ix_task_definitions_type on task_definitions (type);
create index if not exists ix_task_definitions_version on task_definitions (version);
create index if not exists ix_task_definitions_created_at on task_definitions (created_at);
create index if not exists ix_task_definitions_input_schema
	on task_definitions using gin (input_schema);
create index if not exists ix_task_definitions_output_schema
	on task_definitions using gin (output_schema);
create index if not exists ix_task_definitions_execution_config
	on task_definitions using gin (execution_config);
create index if not exists ix_task_definitions_ui_components
	on task_definitions using gin (ui_components);
create index if not exists ix_task_definitions_metadata on task_definitions using gin (metadata);
create index if not exists ix_task_definitions_executor
	on task_definitions ((execution_config ->> 'executor'));
create index if not exists ix_task_definitions_security_level
	on task_definitions ((execution_config -> 'securityContext' ->> 'securityLevel'));
comment on table task_definitions is 'Units of work that processes are made of.';
comment on column task_definitions.id is 'Key.';
comment on column task_definitions.task_id is 'Name of the task in the application, unique.';
comment on column task_definitions.name is 'Name to show.';
comment on column task_definitions.description is 'What the task does, in words.';
comment on column task_definitions.type is 'AUTOMATED, MANUAL or INTEGRATION.';
comment on column task_definitions.version is 'Semantic version.';
comment on column task_definitions.input_schema is 'JSON Schema of the input.';
comment on column task_definitions.output_schema is 'JSON Schema of the output.';
comment on column task_definitions.timeout is 'Milliseconds that a run may take; null means no limit.';
comment on column task_definitions.retry_policy is 'maxRetries, retryInterval, backoffMultiplier.';
comment on column task_definitions.execution_config is 'How it is run: executor, securityContext.';
comment on column task_definitions.ui_components is 'Components to show, an array; each names its componentId.';
comment on column task_definitions.metadata is 'Whatever else is known of the task.';
comment on column task_definitions.created_at is 'When the row was made.';
comment on column task_definitions.updated_at is 'When the row was last changed; a trigger keeps it.';

-- Processes and their runs are another service's: foreign keys only where both share a database.
create table if not exists task_instances (
	id                     uuid         not null default gen_random_uuid(),
	task_definition_id     uuid         not null,
	workflow_instance_id   uuid,
	workflow_definition_id uuid,
	step_id                varchar(255) not null,
	status                 text         not null,
	type                   text         not null,
	input                  jsonb        not null,
	output                 jsonb,
	error                  jsonb,
	executor_id            varchar(255) not null,
	assignee               varchar(255),
	priority               text         not null default 'MEDIUM',
	retry_count            integer      not null default 0,
	retry_policy           jsonb,
	execution_metadata     jsonb        not null,
	version                integer      not null default 1,
	created_at             timestamptz  not null default now(),
	updated_at             timestamptz  not null default now(),
	constraint pk_task_instances primary key (id),
	constraint fk_task_instances_task_definition_id foreign key (task_definition_id)
		references task_definitions (id),
	constraint ck_task_instances_status check (
		status in ('PENDING', 'ASSIGNED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT')
	),
	constraint ck_task_instances_type check (type in ('AUTOMATED', 'MANUAL', 'INTEGRATION')),
	constraint ck_task_instances_priority check (priority in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
	constraint ck_task_instances_retry_count check (retry_count >= 0),
	constraint ck_task_instances_version check (version > 0)
);
create index if not exists ix_task_instances_task_definition_id
	on task_instances (task_definition_id);
create index if not exists ix_task_instances_workflow_instance_id_status
	on task_instances (workflow_instance_id, status);
create index if not exists ix_task_instances_workflow_definition_id_status
	on task_instances (workflow_definition_id, status);
create index if not exists ix_task_instances_status_priority on task_instances (status, priority);
create index if not exists ix_task_instances_type_status on task_instances (type, status);
create index if not exists ix_task_instances_executor_id on task_instances (executor_id);
create index if not exists ix_task_instances_assignee on task_instances (assignee);
create index if not exists ix_task_instances_priority on task_instances (priority);
create index if not exists ix_task_instances_created_at on task_instances (created_at);
create index if not exists ix_task_instances_input on task_instances using gin (input);
create index if not exists ix_task_instances_output on task_instances using gin (output);
create index if not exists ix_task_instances_error on task_instances using gin (error);
create index if not exists ix_task_instances_execution_metadata
	on task_instances using gin (execution_metadata);
create index if not exists ix_task_instances_error_code
	on task_instances ((error ->> 'code')) where error is not null;
create index if not exists ix_task_instances_start_time
	on task_instances ((execution_metadata ->> 'start_time'));
comment on table task_instances is 'Runs of tasks.';
comment on column task_instances.id is 'Key.';
comment on column task_instances.task_definition_id is 'The task.';
comment on column task_instances.workflow_instance_id is 'Run of the process that it belongs to, a row of workflow_orchestrator_service.workflow_instances.';
comment on column task_instances.workflow_definition_id is 'The process, a row of workflow_orchestrator_service.workflow_definitions; kept here to filter by.';
comment on column task_instances.step_id is 'Step of the process.';
comment on column task_instances.status is 'PENDING, ASSIGNED, RUNNING, COMPLETED, FAILED, CANCELLED or TIMED_OUT.';
comment on column task_instances.type is 'AUTOMATED, MANUAL or INTEGRATION, as the task was when the run began.';
comment on column task_instances.input is 'What the run was given.';
comment on column task_instances.output is 'What it gave.';
comment on column task_instances.error is 'code, message, details, stack_trace, timestamp.';
comment on column task_instances.executor_id is 'Who runs it.';
comment on column task_instances.assignee is 'User or role that it is assigned to.';
comment on column task_instances.priority is 'LOW, MEDIUM, HIGH or CRITICAL.';
comment on column task_instances.retry_count is 'Number of attempts after the first.';
comment on column task_instances.retry_policy is 'maxRetries, retryInterval, backoffMultiplier, where they differ from the task''s.';
comment on column task_instances.execution_metadata is 'start_time, end_time, duration, execution_environment.';
comment on column task_instances.version is 'Grows with every change; the writer compares it before it writes.';
comment on column task_instances.created_at is 'When the row was made.';
comment on column task_instances.updated_at is 'When the row was last changed; a trigger keeps it.';

-- CREATE OR REPLACE TRIGGER begins with PostgreSQL 14.
do $$
begin
	if not exists (
		select from pg_trigger
		where tgrelid = 'task_definitions'::regclass
			and tgname = 'update_task_definitions_updated_at'
	) then
		create trigger update_task_definitions_updated_at before update on task_definitions
			for each row execute function update_updated_at_column();
	end if;
	if not exists (
		select from pg_trigger
		where tgrelid = 'task_instances'::regclass and tgname = 'update_task_instances_updated_at'
	) then
		create trigger update_task_instances_updated_at before update on task_instances
			for each row execute function update_updated_at_column();
	end if;
end
$$;
