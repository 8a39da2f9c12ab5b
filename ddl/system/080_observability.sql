-- observability_service: logs, metrics and traces of all services.

-- Partitioned, so that old days can be let go. Without further partitions all rows are in the
-- default one. The primary key of a partitioned table must contain the column that decides.
create table if not exists observability_logs (
	id                 uuid        not null default gen_random_uuid(),
	timestamp          timestamptz not null,
	level              varchar(10) not null,
	source_component   varchar(50) not null,
	source_service     varchar(50),
	source_instance_id varchar(50),
	message            text        not null,
	correlation_id     varchar(36),
	trace_id           varchar(36),
	user_id            varchar(255),
	context            jsonb,
	data               jsonb,
	tags               varchar[],
	stack_trace        text,
	retention_policy   varchar(20),
	constraint pk_observability_logs primary key (id, timestamp),
	constraint ck_observability_logs_level check (
		level in ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')
	)
) partition by range (timestamp);
create index if not exists ix_observability_logs_timestamp on observability_logs (timestamp);
create index if not exists ix_observability_logs_level on observability_logs (level);
create index if not exists ix_observability_logs_source
	on observability_logs (source_component, source_service, source_instance_id);
create index if not exists ix_observability_logs_correlation_id
	on observability_logs (correlation_id);
create index if not exists ix_observability_logs_tags on observability_logs using gin (tags);
create index if not exists ix_observability_logs_context on observability_logs using gin (context);
create index if not exists ix_observability_logs_data on observability_logs using gin (data);
comment on table observability_logs is 'Log lines of all components, with structure.';
comment on column observability_logs.id is 'Key, together with the time.';
comment on column observability_logs.timestamp is 'When the line was logged; decides the partition.';
comment on column observability_logs.level is 'DEBUG, INFO, WARNING, ERROR or CRITICAL.';
comment on column observability_logs.source_component is 'Component that logged it.';
comment on column observability_logs.source_service is 'Service that the component belongs to.';
comment on column observability_logs.source_instance_id is 'Container or pod.';
comment on column observability_logs.message is 'The line.';
comment on column observability_logs.correlation_id is 'Request that it belongs to.';
comment on column observability_logs.trace_id is 'Trace that it belongs to; the trace may already be gone.';
comment on column observability_logs.user_id is 'User for whom the component worked.';
comment on column observability_logs.context is 'Request, session, environment.';
comment on column observability_logs.data is 'What is particular to this kind of line.';
comment on column observability_logs.tags is 'Words to find it by.';
comment on column observability_logs.stack_trace is 'Where in the program it occurred, for errors.';
comment on column observability_logs.retention_policy is 'Name of the rule that says how long it is kept.';

create table if not exists observability_logs_default partition of observability_logs default;
comment on table observability_logs_default is 'Log lines of days that have no partition of their own.';

create table if not exists observability_metrics (
	id          uuid         not null default gen_random_uuid(),
	name        varchar(100) not null,
	type        varchar(20)  not null,
	description text,
	unit        varchar(20),
	timestamp   timestamptz  not null,
	value       double precision,
	"values"    jsonb,
	dimensions  jsonb,
	metadata    jsonb,
	constraint pk_observability_metrics primary key (id, timestamp),
	constraint ck_observability_metrics_type check (
		type in ('COUNTER', 'GAUGE', 'HISTOGRAM', 'SUMMARY')
	)
) partition by range (timestamp);
create index if not exists ix_observability_metrics_dimensions
	on observability_metrics using gin (dimensions);
comment on table observability_metrics is 'Measurements over time.';
comment on column observability_metrics.id is 'Key, together with the time.';
comment on column observability_metrics.name is 'What is measured.';
comment on column observability_metrics.type is 'COUNTER, GAUGE, HISTOGRAM or SUMMARY.';
comment on column observability_metrics.description is 'What it means, in words.';
comment on column observability_metrics.unit is 'Unit of the value.';
comment on column observability_metrics.timestamp is 'When it was measured; decides the partition.';
comment on column observability_metrics.value is 'The value of a COUNTER or a GAUGE.';
comment on column observability_metrics."values" is 'The values of a HISTOGRAM or a SUMMARY: min, max, sum, count, mean, median, p95, p99.';
comment on column observability_metrics.dimensions is 'component, service, instance, environment, host and others.';
comment on column observability_metrics.metadata is 'collection_interval, version.';

create table if not exists observability_metrics_default partition of observability_metrics default;
comment on table observability_metrics_default is 'Measurements of times that have no partition of their own.';

create table if not exists observability_traces (
	trace_id     varchar(36)  not null,
	name         varchar(255) not null,
	start_time   timestamptz  not null,
	end_time     timestamptz,
	duration_ms  integer,
	root_span_id varchar(36),
	status       varchar(20),
	error        jsonb,
	metadata     jsonb,
	constraint pk_observability_traces primary key (trace_id),
	constraint ck_observability_traces_status check (status in ('SUCCESS', 'ERROR', 'TIMEOUT'))
);
create index if not exists ix_observability_traces_start_time on observability_traces (start_time);
create index if not exists ix_observability_traces_status on observability_traces (status);
comment on table observability_traces is 'Ways of requests through all services.';
comment on column observability_traces.trace_id is 'Key, made by the first service.';
comment on column observability_traces.name is 'What was asked for.';
comment on column observability_traces.start_time is 'When it began.';
comment on column observability_traces.end_time is 'When it ended; null while it lasts.';
comment on column observability_traces.duration_ms is 'How long it took, in milliseconds.';
comment on column observability_traces.root_span_id is 'First span; a row of observability_spans that may come later.';
comment on column observability_traces.status is 'SUCCESS, ERROR or TIMEOUT; null while it lasts.';
comment on column observability_traces.error is 'message, type, stack, for status ERROR.';
comment on column observability_traces.metadata is 'user_id, service, environment, version.';

create table if not exists observability_spans (
	span_id        varchar(36)  not null,
	trace_id       varchar(36)  not null,
	parent_span_id varchar(36),
	name           varchar(255) not null,
	component      varchar(50),
	start_time     timestamptz  not null,
	end_time       timestamptz,
	duration_ms    integer,
	status         varchar(20),
	tags           jsonb,
	events         jsonb,
	links          jsonb,
	constraint pk_observability_spans primary key (span_id),
	constraint fk_observability_spans_trace_id foreign key (trace_id)
		references observability_traces (trace_id),
	constraint ck_observability_spans_status check (status in ('SUCCESS', 'ERROR', 'TIMEOUT'))
);
create index if not exists ix_observability_spans_trace_id on observability_spans (trace_id);
create index if not exists ix_observability_spans_parent_span_id
	on observability_spans (parent_span_id);
create index if not exists ix_observability_spans_tags on observability_spans using gin (tags);
comment on table observability_spans is 'Stages of a trace.';
comment on column observability_spans.span_id is 'Key, made by the service.';
comment on column observability_spans.trace_id is 'The trace.';
comment on column observability_spans.parent_span_id is 'Span that called this one, which may be stored later; null for the first.';
comment on column observability_spans.name is 'What was done.';
comment on column observability_spans.component is 'Component that did it.';
comment on column observability_spans.start_time is 'When it began.';
comment on column observability_spans.end_time is 'When it ended; null while it lasts.';
comment on column observability_spans.duration_ms is 'How long it took, in milliseconds.';
comment on column observability_spans.status is 'SUCCESS, ERROR or TIMEOUT; null while it lasts.';
comment on column observability_spans.tags is 'Words and values to find it by.';
comment on column observability_spans.events is 'What happened meanwhile, an array.';
comment on column observability_spans.links is 'Other spans it has to do with, an array; CHILD_OF or FOLLOWS_FROM.';
