-- Execution: what a playbook was given, what it consists of, and what happened.

create table if not exists workload (
	execution_id bigint      not null default snowflake_id(),
	timestamp    timestamptz not null default current_timestamp,
	data         text,
	constraint pk_workload primary key (execution_id)
);
comment on table workload is 'One execution of a playbook, with what it was given at the start.';
comment on column workload.execution_id is 'Snowflake key of the execution.';
comment on column workload.timestamp is 'When the execution was accepted.';
comment on column workload.data is 'Initial payload, JSON as text.';

create table if not exists workflow (
	execution_id bigint  not null,
	step_id      varchar not null,
	step_name    varchar,
	step_type    varchar,
	description  text,
	raw_config   text,
	constraint pk_workflow primary key (execution_id, step_id),
	constraint fk_workflow_execution_id foreign key (execution_id)
		references workload (execution_id)
);
comment on table workflow is 'Steps of an execution, as the playbook defined them when it started.';
comment on column workflow.execution_id is 'The execution.';
comment on column workflow.step_id is 'Step, unique within the execution.';
comment on column workflow.step_name is 'Name of the step in the playbook.';
comment on column workflow.step_type is 'Kind of step.';
comment on column workflow.description is 'What the step does, in words.';
comment on column workflow.raw_config is 'The step as the playbook has it.';

create table if not exists transition (
	execution_id bigint  not null,
	from_step    varchar not null,
	to_step      varchar not null,
	condition    text    not null,
	with_params  text,
	constraint pk_transition primary key (execution_id, from_step, to_step, condition),
	constraint fk_transition_execution_id foreign key (execution_id)
		references workload (execution_id)
);
comment on table transition is 'Which step of an execution follows which, and when.';
comment on column transition.execution_id is 'The execution.';
comment on column transition.from_step is 'Step that ends.';
comment on column transition.to_step is 'Step that follows.';
comment on column transition.condition is 'Expression that must hold; an empty text always does.';
comment on column transition.with_params is 'Parameters handed over, JSON as text.';

create table if not exists workbook (
	execution_id bigint  not null,
	task_id      varchar not null,
	task_name    varchar,
	task_type    varchar,
	raw_config   text,
	constraint pk_workbook primary key (execution_id, task_id),
	constraint fk_workbook_execution_id foreign key (execution_id)
		references workload (execution_id)
);
comment on table workbook is 'Tasks that the steps of an execution can call.';
comment on column workbook.execution_id is 'The execution.';
comment on column workbook.task_id is 'Task, unique within the execution.';
comment on column workbook.task_name is 'Name of the task in the playbook.';
comment on column workbook.task_type is 'Kind of task.';
comment on column workbook.raw_config is 'The task as the playbook has it.';

-- An event or an error may be written before the workload of its execution in the same
-- transaction, so these two references are looked at when it commits.
create table if not exists event_log (
	execution_id        bigint      not null,
	event_id            bigint      not null default snowflake_id(),
	parent_event_id     bigint,
	parent_execution_id bigint,
	timestamp           timestamptz not null default current_timestamp,
	event_type          varchar,
	node_id             varchar,
	node_name           varchar,
	node_type           varchar,
	status              varchar,
	duration            double precision,
	context             text,
	result              text,
	metadata            text,
	error               text,
	loop_id             varchar,
	loop_name           varchar,
	iterator            varchar,
	items               text,
	current_index       integer,
	current_item        text,
	worker_id           varchar,
	distributed_state   varchar,
	context_key         varchar,
	context_value       text,
	trace_component     jsonb,
	constraint pk_event_log primary key (execution_id, event_id),
	constraint fk_event_log_execution_id foreign key (execution_id)
		references workload (execution_id)
		deferrable initially deferred
);
comment on table event_log is 'What happened in executions, event by event; rows are added and never changed.';
comment on column event_log.execution_id is 'The execution.';
comment on column event_log.event_id is 'Snowflake key of the event.';
comment on column event_log.parent_event_id is 'Event that led to this one.';
comment on column event_log.parent_execution_id is 'Execution that started this one.';
comment on column event_log.timestamp is 'When it happened.';
comment on column event_log.event_type is 'Kind of event, for example execution_complete.';
comment on column event_log.node_id is 'Step or task that the event is about.';
comment on column event_log.node_name is 'Name of that step or task.';
comment on column event_log.node_type is 'Kind of that step or task.';
comment on column event_log.status is 'State of the step or task after the event.';
comment on column event_log.duration is 'How long it took, in seconds.';
comment on column event_log.context is 'Input of the step or task, JSON as text.';
comment on column event_log.result is 'Output of the step or task, JSON as text.';
comment on column event_log.metadata is 'Whatever else is known of the event, JSON as text.';
comment on column event_log.error is 'What went wrong.';
comment on column event_log.loop_id is 'Loop that the event belongs to.';
comment on column event_log.loop_name is 'Name of the loop.';
comment on column event_log.iterator is 'Variable that the loop runs over.';
comment on column event_log.items is 'All items of the loop, JSON as text.';
comment on column event_log.current_index is 'Position in the loop, from 0.';
comment on column event_log.current_item is 'Item at that position, JSON as text.';
comment on column event_log.worker_id is 'Worker that did the work.';
comment on column event_log.distributed_state is 'State of the work among several workers.';
comment on column event_log.context_key is 'Key of a value that the event puts into the context.';
comment on column event_log.context_value is 'That value, JSON as text.';
comment on column event_log.trace_component is 'Place in a distributed trace.';

create or replace view event_log_detail as
select
	execution_id,
	event_id,
	parent_event_id,
	parent_execution_id,
	timestamp,
	event_type,
	node_id,
	node_name,
	node_type,
	status,
	duration,
	context as input_context,
	result as output_result,
	metadata,
	error,
	loop_id,
	loop_name,
	iterator,
	items,
	current_index,
	current_item,
	worker_id,
	distributed_state,
	context_key,
	context_value,
	trace_component
from event_log;
comment on view event_log_detail is 'event_log with context as input_context and result as output_result.';
comment on column event_log_detail.input_context is 'Input of the step or task: event_log.context.';
comment on column event_log_detail.output_result is 'Output of the step or task: event_log.result.';

create table if not exists error_log (
	error_id             bigint      not null default snowflake_id(),
	timestamp            timestamptz not null default current_timestamp,
	error_type           varchar(50),
	error_message        text,
	execution_id         bigint,
	step_id              varchar,
	step_name            varchar,
	template_string      text,
	context_data         jsonb,
	stack_trace          text,
	input_data           jsonb,
	output_data          jsonb,
	severity             varchar(20) not null default 'error',
	resolved             boolean     not null default false,
	resolution_notes     text,
	resolution_timestamp timestamptz,
	constraint pk_error_log primary key (error_id),
	constraint fk_error_log_execution_id foreign key (execution_id)
		references workload (execution_id)
		deferrable initially deferred
);
create index if not exists ix_error_log_execution_id on error_log (execution_id);
create index if not exists ix_error_log_timestamp on error_log (timestamp);
create index if not exists ix_error_log_error_type on error_log (error_type);
create index if not exists ix_error_log_resolved on error_log (resolved);
comment on table error_log is 'Errors of executions and of the platform, and how they were resolved.';
comment on column error_log.error_id is 'Snowflake key.';
comment on column error_log.timestamp is 'When the error occurred.';
comment on column error_log.error_type is 'Kind of error.';
comment on column error_log.error_message is 'What went wrong, in words.';
comment on column error_log.execution_id is 'Execution in which it occurred; null for an error outside of any.';
comment on column error_log.step_id is 'Step in which it occurred.';
comment on column error_log.step_name is 'Name of that step.';
comment on column error_log.template_string is 'Template that could not be rendered.';
comment on column error_log.context_data is 'Values that the template had.';
comment on column error_log.stack_trace is 'Where in the program it occurred.';
comment on column error_log.input_data is 'Input of the step.';
comment on column error_log.output_data is 'Output of the step, as far as there was any.';
comment on column error_log.severity is 'How bad it is.';
comment on column error_log.resolved is 'Whether somebody has dealt with it.';
comment on column error_log.resolution_notes is 'What was done about it.';
comment on column error_log.resolution_timestamp is 'When it was dealt with.';
