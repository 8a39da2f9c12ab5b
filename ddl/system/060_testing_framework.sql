-- testing_framework_service: tests of tasks and processes, their runs and results.

create table if not exists test_definitions (
	id           uuid         not null default gen_random_uuid(),
	test_id      varchar(255) not null,
	name         varchar(255) not null,
	description  text,
	type         varchar(50)  not null,
	target_id    varchar(255) not null,
	cases        jsonb        not null,
	shared_mocks jsonb,
	created_at   timestamptz  not null default now(),
	updated_at   timestamptz  not null default now(),
	constraint pk_test_definitions primary key (id),
	constraint uq_test_definitions_test_id unique (test_id),
	constraint ck_test_definitions_type check (type in ('task', 'workflow'))
);
create index if not exists ix_test_definitions_type_target_id on test_definitions (type, target_id);
comment on table test_definitions is 'Tests: cases for a task or a process.';
comment on column test_definitions.id is 'Key.';
comment on column test_definitions.test_id is 'Name of the test in the application, unique.';
comment on column test_definitions.name is 'Name to show.';
comment on column test_definitions.description is 'What the test shows, in words.';
comment on column test_definitions.type is 'What is tested: task or workflow.';
comment on column test_definitions.target_id is 'Name of the task or the process in the application.';
comment on column test_definitions.cases is 'The cases, an array; each has caseId and input.';
comment on column test_definitions.shared_mocks is 'Stand-ins that all cases use, an array.';
comment on column test_definitions.created_at is 'When the row was made.';
comment on column test_definitions.updated_at is 'When the row was last changed.';

create table if not exists test_runs (
	id                 uuid         not null default gen_random_uuid(),
	test_definition_id uuid         not null,
	status             varchar(50)  not null,
	started_at         timestamptz  not null default now(),
	completed_at       timestamptz,
	environment        varchar(50)  not null,
	triggered_by       varchar(255),
	constraint pk_test_runs primary key (id),
	constraint fk_test_runs_test_definition_id foreign key (test_definition_id)
		references test_definitions (id),
	constraint ck_test_runs_status check (
		status in ('running', 'passed', 'failed', 'cancelled', 'error')
	),
	constraint ck_test_runs_environment check (
		environment in ('dev', 'staging', 'prod', 'local', 'ci')
	)
);
create index if not exists ix_test_runs_test_definition_id on test_runs (test_definition_id);
create index if not exists ix_test_runs_status on test_runs (status);
comment on table test_runs is 'Runs of tests.';
comment on column test_runs.id is 'Key.';
comment on column test_runs.test_definition_id is 'The test.';
comment on column test_runs.status is 'running, passed, failed, cancelled or error.';
comment on column test_runs.started_at is 'When the run began.';
comment on column test_runs.completed_at is 'When it ended.';
comment on column test_runs.environment is 'Where it ran: dev, staging, prod, local or ci.';
comment on column test_runs.triggered_by is 'User or system that started it.';

create table if not exists test_case_results (
	id           uuid         not null default gen_random_uuid(),
	test_run_id  uuid         not null,
	case_id      varchar(255) not null,
	status       varchar(50)  not null,
	duration_ms  integer,
	input        jsonb,
	output       jsonb,
	error        jsonb,
	assertions   jsonb,
	started_at   timestamptz,
	completed_at timestamptz,
	constraint pk_test_case_results primary key (id),
	constraint fk_test_case_results_test_run_id foreign key (test_run_id) references test_runs (id),
	constraint ck_test_case_results_status check (
		status in ('passed', 'failed', 'error', 'skipped', 'timeout')
	)
);
create index if not exists ix_test_case_results_test_run_id on test_case_results (test_run_id);
create index if not exists ix_test_case_results_status on test_case_results (status);
create index if not exists ix_test_case_results_case_id on test_case_results (case_id);
comment on table test_case_results is 'How each case of a run came out.';
comment on column test_case_results.id is 'Key.';
comment on column test_case_results.test_run_id is 'The run.';
comment on column test_case_results.case_id is 'The case: a caseId in test_definitions.cases.';
comment on column test_case_results.status is 'passed, failed, error, skipped or timeout.';
comment on column test_case_results.duration_ms is 'How long it took, in milliseconds.';
comment on column test_case_results.input is 'What the case was given.';
comment on column test_case_results.output is 'What it gave.';
comment on column test_case_results.error is 'message, stack, code, context.';
comment on column test_case_results.assertions is 'What was checked, an array: type, path, expected, actual, passed, message.';
comment on column test_case_results.started_at is 'When the case began; null for a skipped one.';
comment on column test_case_results.completed_at is 'When it ended.';
