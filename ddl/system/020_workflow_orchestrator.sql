-- workflow_orchestrator_service: processes, their runs, and the events that start or wake them.

create table if not exists workflow_definitions (
	id            uuid         not null default gen_random_uuid(),
	workflow_id   varchar(255) not null,
	name          varchar(255) not null,
	description   text,
	version       varchar(50)  not null,
	input_schema  jsonb,
	steps         jsonb        not null,
	ui_components jsonb,
	execution_log jsonb,
	created_at    timestamptz  not null default now(),
	updated_at    timestamptz  not null default now(),
	constraint pk_workflow_definitions primary key (id),
	constraint uq_workflow_definitions_workflow_id unique (workflow_id)
);
comment on table workflow_definitions is 'Processes as ordered steps.';
comment on column workflow_definitions.id is 'Key.';
comment on column workflow_definitions.workflow_id is 'Name of the process in the application, unique.';
comment on column workflow_definitions.name is 'Name to show.';
comment on column workflow_definitions.description is 'What the process does, in words.';
comment on column workflow_definitions.version is 'Semantic version.';
comment on column workflow_definitions.input_schema is 'JSON Schema of the input.';
comment on column workflow_definitions.steps is 'The steps, an array; each has stepId and taskId.';
comment on column workflow_definitions.ui_components is 'Components to show, an array of componentId, condition, priority, context.';
comment on column workflow_definitions.execution_log is 'What to log of a run: level, retention, metadata.';
comment on column workflow_definitions.created_at is 'When the row was made.';
comment on column workflow_definitions.updated_at is 'When the row was last changed.';

-- trigger_event_id is a row of another service: a foreign key only where both share a database.
create table if not exists workflow_instances (
	id                     uuid         not null default gen_random_uuid(),
	workflow_definition_id uuid         not null,
	status                 varchar(50)  not null,
	current_step_id        varchar(255),
	input                  jsonb,
	state                  jsonb,
	error                  jsonb,
	trigger_event_id       uuid,
	started_at             timestamptz,
	updated_at             timestamptz  not null default now(),
	completed_at           timestamptz,
	correlation_id         varchar(255),
	constraint pk_workflow_instances primary key (id),
	constraint fk_workflow_instances_workflow_definition_id foreign key (workflow_definition_id)
		references workflow_definitions (id),
	constraint ck_workflow_instances_status check (
		status in ('CREATED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'WAITING_FOR_EVENT')
	)
);
create index if not exists ix_workflow_instances_workflow_definition_id
	on workflow_instances (workflow_definition_id);
create index if not exists ix_workflow_instances_status on workflow_instances (status);
create index if not exists ix_workflow_instances_correlation_id
	on workflow_instances (correlation_id);
create index if not exists ix_workflow_instances_trigger_event_id
	on workflow_instances (trigger_event_id);
create index if not exists ix_workflow_instances_current_step
	on workflow_instances ((state ->> 'currentStepId'));
create index if not exists ix_workflow_instances_waiting_for_event
	on workflow_instances ((state -> 'waitingForEvent' ->> 'eventPattern'))
	where status = 'WAITING_FOR_EVENT';
comment on table workflow_instances is 'Runs of processes, and their state.';
comment on column workflow_instances.id is 'Key.';
comment on column workflow_instances.workflow_definition_id is 'The process.';
comment on column workflow_instances.status is 'CREATED, RUNNING, COMPLETED, FAILED, CANCELLED or WAITING_FOR_EVENT.';
comment on column workflow_instances.current_step_id is 'Step that runs now.';
comment on column workflow_instances.input is 'What the run was given.';
comment on column workflow_instances.state is 'variables, currentStepId, steps, waitingForEvent.';
comment on column workflow_instances.error is 'What went wrong, where the run failed.';
comment on column workflow_instances.trigger_event_id is 'Event that started the run, a row of event_processing_service.event_instances.';
comment on column workflow_instances.started_at is 'When the first step started.';
comment on column workflow_instances.updated_at is 'When the row was last changed.';
comment on column workflow_instances.completed_at is 'When the run ended.';
comment on column workflow_instances.correlation_id is 'Key of the application that ties events to the run.';

create table if not exists workflow_event_triggers (
	id                     uuid         not null default gen_random_uuid(),
	workflow_definition_id uuid         not null,
	event_pattern          varchar(255) not null,
	trigger_type           varchar(50)  not null,
	event_condition        text,
	input_mapping          jsonb,
	correlation_key        varchar(255),
	enabled                boolean      not null,
	priority               integer      not null,
	description            text,
	created_at             timestamptz  not null default now(),
	updated_at             timestamptz  not null default now(),
	constraint pk_workflow_event_triggers primary key (id),
	constraint fk_workflow_event_triggers_workflow_definition_id foreign key (workflow_definition_id)
		references workflow_definitions (id),
	constraint ck_workflow_event_triggers_trigger_type check (trigger_type in ('START', 'CANCEL'))
);
create index if not exists ix_workflow_event_triggers_workflow_definition_id
	on workflow_event_triggers (workflow_definition_id);
create index if not exists ix_workflow_event_triggers_event_pattern
	on workflow_event_triggers (event_pattern);
create index if not exists ix_workflow_event_triggers_enabled_priority
	on workflow_event_triggers (enabled, priority);
comment on table workflow_event_triggers is 'Which event starts or cancels which process.';
comment on column workflow_event_triggers.id is 'Key.';
comment on column workflow_event_triggers.workflow_definition_id is 'The process.';
comment on column workflow_event_triggers.event_pattern is 'Events that count: a name, with wildcards, or a level of a hierarchy.';
comment on column workflow_event_triggers.trigger_type is 'START or CANCEL.';
comment on column workflow_event_triggers.event_condition is 'Expression over the event that must hold.';
comment on column workflow_event_triggers.input_mapping is 'How the event becomes the input of the run.';
comment on column workflow_event_triggers.correlation_key is 'Path into the event that gives the correlation key.';
comment on column workflow_event_triggers.enabled is 'Only enabled triggers count.';
comment on column workflow_event_triggers.priority is 'Lower goes first.';
comment on column workflow_event_triggers.description is 'What the trigger is for, in words.';
comment on column workflow_event_triggers.created_at is 'When the row was made.';
comment on column workflow_event_triggers.updated_at is 'When the row was last changed.';

create table if not exists workflow_event_subscriptions (
	id                      uuid         not null default gen_random_uuid(),
	workflow_instance_id    uuid         not null,
	event_pattern           varchar(255) not null,
	filter_condition        text,
	status                  varchar(50)  not null,
	timeout_at              timestamptz,
	created_at              timestamptz  not null default now(),
	fulfilled_at            timestamptz,
	fulfilled_by_event_id   uuid,
	wait_step_id            varchar(255),
	timeout_handler_step_id varchar(255),
	constraint pk_workflow_event_subscriptions primary key (id),
	constraint fk_workflow_event_subscriptions_workflow_instance_id foreign key (workflow_instance_id)
		references workflow_instances (id),
	constraint ck_workflow_event_subscriptions_status check (
		status in ('active', 'fulfilled', 'expired')
	)
);
create index if not exists ix_workflow_event_subscriptions_instance_wait_step
	on workflow_event_subscriptions (workflow_instance_id, wait_step_id);
create index if not exists ix_workflow_event_subscriptions_event_pattern_status
	on workflow_event_subscriptions (event_pattern, status);
create index if not exists ix_workflow_event_subscriptions_status_timeout_at
	on workflow_event_subscriptions (status, timeout_at);
comment on table workflow_event_subscriptions is 'Runs that wait for an event.';
comment on column workflow_event_subscriptions.id is 'Key.';
comment on column workflow_event_subscriptions.workflow_instance_id is 'The run that waits.';
comment on column workflow_event_subscriptions.event_pattern is 'Events that count.';
comment on column workflow_event_subscriptions.filter_condition is 'Expression over event.payload and workflow.context that must hold.';
comment on column workflow_event_subscriptions.status is 'active, fulfilled or expired.';
comment on column workflow_event_subscriptions.timeout_at is 'When the run stops waiting; null waits for ever.';
comment on column workflow_event_subscriptions.created_at is 'When the run began to wait.';
comment on column workflow_event_subscriptions.fulfilled_at is 'When the event came.';
comment on column workflow_event_subscriptions.fulfilled_by_event_id is 'The event that came, by its key in event_processing_service.event_instances.';
comment on column workflow_event_subscriptions.wait_step_id is 'Step that waits.';
comment on column workflow_event_subscriptions.timeout_handler_step_id is 'Step to go to when nothing comes.';
