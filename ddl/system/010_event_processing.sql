-- event_processing_service: what events exist, what happened, what waits, what failed.

create table if not exists event_definitions (
	id             uuid         not null default gen_random_uuid(),
	event_id       varchar(255) not null,
	name           varchar(255) not null,
	description    text,
	pattern        varchar(255) not null,
	version        varchar(50)  not null,
	source_types   jsonb,
	payload_schema jsonb,
	examples       jsonb,
	ui_metadata    jsonb,
	created_at     timestamptz  not null default now(),
	updated_at     timestamptz  not null default now(),
	status         varchar(50)  not null,
	constraint pk_event_definitions primary key (id),
	constraint uq_event_definitions_event_id_version unique (event_id, version),
	constraint ck_event_definitions_source_types check (
		jsonb_typeof(source_types) = 'array'
		and source_types <@ '["workflow", "task", "integration", "external", "system"]'
	),
	constraint ck_event_definitions_status check (status in ('active', 'deprecated', 'draft'))
);
create index if not exists ix_event_definitions_pattern on event_definitions (pattern);
create index if not exists ix_event_definitions_source_types
	on event_definitions using gin (source_types);
create index if not exists ix_event_definitions_status on event_definitions (status);
comment on table event_definitions is 'Kinds of events, with routing pattern and shape of the payload; a row for each version.';
comment on column event_definitions.id is 'Key.';
comment on column event_definitions.event_id is 'Name of the kind in the application, the same for all its versions.';
comment on column event_definitions.name is 'Name to show.';
comment on column event_definitions.description is 'What the event means, in words.';
comment on column event_definitions.pattern is 'Pattern by which events of this kind are routed.';
comment on column event_definitions.version is 'Semantic version, unique within event_id.';
comment on column event_definitions.source_types is 'Who may send it, an array: workflow, task, integration, external, system.';
comment on column event_definitions.payload_schema is 'JSON Schema of the payload.';
comment on column event_definitions.examples is 'Sample payloads, an array.';
comment on column event_definitions.ui_metadata is 'How to show it: icon, color, category, priority.';
comment on column event_definitions.created_at is 'When the row was made.';
comment on column event_definitions.updated_at is 'When the row was last changed.';
comment on column event_definitions.status is 'active, deprecated or draft.';

create table if not exists event_instances (
	id            uuid         not null default gen_random_uuid(),
	event_id      varchar(255) not null,
	pattern       varchar(255) not null,
	version       varchar(50)  not null,
	source        jsonb        not null,
	timestamp     timestamptz  not null,
	payload       jsonb,
	metadata      jsonb,
	created_at    timestamptz  not null default now(),
	partition_key varchar(255),
	constraint pk_event_instances primary key (id),
	constraint uq_event_instances_event_id unique (event_id),
	constraint ck_event_instances_source check (
		source ->> 'type' in ('workflow', 'task', 'integration', 'external', 'system')
	),
	constraint ck_event_instances_metadata check (
		metadata -> 'context' ->> 'type' in ('client', 'user', 'global')
	)
);
create index if not exists ix_event_instances_pattern on event_instances (pattern);
create index if not exists ix_event_instances_timestamp on event_instances (timestamp);
create index if not exists ix_event_instances_partition_key_timestamp
	on event_instances (partition_key, timestamp);
create index if not exists ix_event_instances_source on event_instances using gin (source);
create index if not exists ix_event_instances_metadata on event_instances using gin (metadata);
create index if not exists ix_event_instances_correlation_id
	on event_instances ((metadata ->> 'correlationId'));
create index if not exists ix_event_instances_causation_id
	on event_instances ((metadata ->> 'causationId'));
comment on table event_instances is 'Events that happened.';
comment on column event_instances.id is 'Key.';
comment on column event_instances.event_id is 'Name of the event in the application, for example evt_1, unique.';
comment on column event_instances.pattern is 'Pattern by which it is routed, as in event_definitions.';
comment on column event_instances.version is 'Version of the definition that it follows.';
comment on column event_instances.source is 'Who sent it: type, id and name.';
comment on column event_instances.timestamp is 'When it happened.';
comment on column event_instances.payload is 'What it carries.';
comment on column event_instances.metadata is 'correlationId, causationId, traceId, userId, context, tags.';
comment on column event_instances.created_at is 'When the row was made.';
comment on column event_instances.partition_key is 'Year and month, as the application groups events.';

create table if not exists event_queue_state (
	id            varchar(255) not null,
	events        jsonb        not null default '[]',
	checkpoint_id varchar(255),
	queue_metrics jsonb,
	config        jsonb,
	status        varchar(50)  not null,
	created_at    timestamptz  not null default now(),
	updated_at    timestamptz  not null default now(),
	constraint pk_event_queue_state primary key (id),
	constraint ck_event_queue_state_status check (status in ('active', 'paused', 'draining'))
);
create index if not exists ix_event_queue_state_status on event_queue_state (status);
comment on table event_queue_state is 'Queues that live in memory, as last written down.';
comment on column event_queue_state.id is 'Name of the queue, for example main-queue.';
comment on column event_queue_state.events is 'Events that wait, an array.';
comment on column event_queue_state.checkpoint_id is 'event_id of the last event that was processed.';
comment on column event_queue_state.queue_metrics is 'totalProcessed, totalErrors, avgProcessingTimeMs.';
comment on column event_queue_state.config is 'Depth, batch, interval and watermarks.';
comment on column event_queue_state.status is 'active, paused or draining.';
comment on column event_queue_state.created_at is 'When the row was made.';
comment on column event_queue_state.updated_at is 'When the queue was last written down.';

create table if not exists queue_checkpoints (
	id            uuid         not null default gen_random_uuid(),
	queue_id      varchar(255) not null,
	checkpoint_id varchar(255) not null,
	event_count   integer      not null,
	created_at    timestamptz  not null default now(),
	constraint pk_queue_checkpoints primary key (id),
	constraint fk_queue_checkpoints_queue_id foreign key (queue_id)
		references event_queue_state (id)
);
create index if not exists ix_queue_checkpoints_queue_id on queue_checkpoints (queue_id);
create index if not exists ix_queue_checkpoints_created_at on queue_checkpoints (created_at);
comment on table queue_checkpoints is 'How far a queue had come, and when.';
comment on column queue_checkpoints.id is 'Key.';
comment on column queue_checkpoints.queue_id is 'The queue.';
comment on column queue_checkpoints.checkpoint_id is 'event_id of the last event that was processed.';
comment on column queue_checkpoints.event_count is 'Events processed up to here.';
comment on column queue_checkpoints.created_at is 'When the checkpoint was taken.';

create table if not exists event_sequences (
	id                uuid         not null default gen_random_uuid(),
	sequence_id       varchar(255) not null,
	name              varchar(255) not null,
	description       text,
	version           varchar(50)  not null,
	status            varchar(50)  not null,
	events            jsonb,
	metadata          jsonb,
	created_at        timestamptz  not null default now(),
	updated_at        timestamptz  not null default now(),
	completed_at      timestamptz,
	rollback_strategy jsonb,
	constraint pk_event_sequences primary key (id),
	constraint uq_event_sequences_sequence_id unique (sequence_id),
	constraint ck_event_sequences_status check (
		status in ('created', 'in_progress', 'completed', 'failed')
	),
	constraint ck_event_sequences_rollback_strategy check (
		rollback_strategy ->> 'type' in ('compensating_events', 'retry', 'manual')
	)
);
create index if not exists ix_event_sequences_status on event_sequences (status);
create index if not exists ix_event_sequences_correlation_id
	on event_sequences ((metadata ->> 'correlationId'));
create index if not exists ix_event_sequences_causation_id
	on event_sequences ((metadata ->> 'causationId'));
comment on table event_sequences is 'Events that belong together and are handled in order.';
comment on column event_sequences.id is 'Key.';
comment on column event_sequences.sequence_id is 'Name of the sequence in the application, unique.';
comment on column event_sequences.name is 'Name to show.';
comment on column event_sequences.description is 'What the sequence is for, in words.';
comment on column event_sequences.version is 'Semantic version.';
comment on column event_sequences.status is 'created, in_progress, completed or failed.';
comment on column event_sequences.events is 'The events as the sender gave them, an array; event_sequence_events has them as rows.';
comment on column event_sequences.metadata is 'correlationId, causationId, source, tags.';
comment on column event_sequences.created_at is 'When the row was made.';
comment on column event_sequences.updated_at is 'When the row was last changed.';
comment on column event_sequences.completed_at is 'When the last event was processed.';
comment on column event_sequences.rollback_strategy is 'What to do on failure; its type is compensating_events, retry or manual.';

create table if not exists event_sequence_events (
	id                   uuid        not null default gen_random_uuid(),
	sequence_id          uuid        not null,
	event_id             uuid        not null,
	"order"              integer     not null,
	required             boolean     not null,
	status               varchar(50) not null,
	processing_timestamp timestamptz,
	created_at           timestamptz not null default now(),
	updated_at           timestamptz not null default now(),
	constraint pk_event_sequence_events primary key (id),
	constraint fk_event_sequence_events_sequence_id foreign key (sequence_id)
		references event_sequences (id),
	constraint fk_event_sequence_events_event_id foreign key (event_id)
		references event_instances (id),
	constraint ck_event_sequence_events_status check (status in ('pending', 'processed', 'failed'))
);
create index if not exists ix_event_sequence_events_sequence_id_order
	on event_sequence_events (sequence_id, "order");
create index if not exists ix_event_sequence_events_event_id on event_sequence_events (event_id);
comment on table event_sequence_events is 'One event of a sequence, and how far its processing is.';
comment on column event_sequence_events.id is 'Key.';
comment on column event_sequence_events.sequence_id is 'The sequence, by its key (not by its name in the application).';
comment on column event_sequence_events.event_id is 'The event, by its key.';
comment on column event_sequence_events."order" is 'Position, from 1; events of the same position may run side by side.';
comment on column event_sequence_events.required is 'Whether the sequence fails when this event does.';
comment on column event_sequence_events.status is 'pending, processed or failed.';
comment on column event_sequence_events.processing_timestamp is 'When it was processed.';
comment on column event_sequence_events.created_at is 'When the row was made.';
comment on column event_sequence_events.updated_at is 'When the row was last changed.';

create table if not exists dead_letter_queue (
	id                   uuid         not null default gen_random_uuid(),
	event_id             varchar(255) not null,
	subscriber_id        varchar(255),
	original_event       jsonb        not null,
	error_message        text         not null,
	error_type           varchar(100),
	error_code           varchar(100),
	error_stack_trace    text,
	error_context        jsonb,
	retry_history        jsonb,
	retry_count          integer      not null default 0,
	max_retries          integer,
	status               varchar(50)  not null,
	resolution_timestamp timestamptz,
	resolution_strategy  varchar(50),
	resolved_by          varchar(255),
	resolution_notes     text,
	created_at           timestamptz  not null default now(),
	updated_at           timestamptz  not null default now(),
	constraint pk_dead_letter_queue primary key (id),
	constraint ck_dead_letter_queue_status check (
		status in ('pending', 'reprocessing', 'resolved', 'discarded')
	),
	constraint ck_dead_letter_queue_resolution_strategy check (
		resolution_strategy in ('automatic_retry', 'manual_retry', 'manual_resolution', 'discard')
	)
);
create index if not exists ix_dead_letter_queue_event_id on dead_letter_queue (event_id);
create index if not exists ix_dead_letter_queue_subscriber_id on dead_letter_queue (subscriber_id);
create index if not exists ix_dead_letter_queue_status on dead_letter_queue (status);
create index if not exists ix_dead_letter_queue_error_type on dead_letter_queue (error_type);
create index if not exists ix_dead_letter_queue_created_at on dead_letter_queue (created_at);
create index if not exists ix_dead_letter_queue_updated_at on dead_letter_queue (updated_at);
create index if not exists ix_dead_letter_queue_original_event_pattern
	on dead_letter_queue ((original_event ->> 'pattern'));
comment on table dead_letter_queue is 'Events that could not be processed, and what became of them.';
comment on column dead_letter_queue.id is 'Key.';
comment on column dead_letter_queue.event_id is 'Name of the event in the application; the event itself need not be stored.';
comment on column dead_letter_queue.subscriber_id is 'Subscriber that failed, if it was one.';
comment on column dead_letter_queue.original_event is 'The whole event.';
comment on column dead_letter_queue.error_message is 'What went wrong, in words.';
comment on column dead_letter_queue.error_type is 'Class of the error.';
comment on column dead_letter_queue.error_code is 'Code of the error.';
comment on column dead_letter_queue.error_stack_trace is 'Where in the program it occurred.';
comment on column dead_letter_queue.error_context is 'What was known when it occurred.';
comment on column dead_letter_queue.retry_history is 'Earlier attempts, an array.';
comment on column dead_letter_queue.retry_count is 'Number of attempts after the first.';
comment on column dead_letter_queue.max_retries is 'How many there may be.';
comment on column dead_letter_queue.status is 'pending, reprocessing, resolved or discarded.';
comment on column dead_letter_queue.resolution_timestamp is 'When it was resolved.';
comment on column dead_letter_queue.resolution_strategy is 'automatic_retry, manual_retry, manual_resolution or discard.';
comment on column dead_letter_queue.resolved_by is 'User who resolved it by hand.';
comment on column dead_letter_queue.resolution_notes is 'What was done about it.';
comment on column dead_letter_queue.created_at is 'When the row was made.';
comment on column dead_letter_queue.updated_at is 'When the row was last changed.';
