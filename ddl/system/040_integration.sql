-- integration_service: connectors to services outside, and the connections made with them.

create table if not exists integration_definitions (
	id             uuid         not null default gen_random_uuid(),
	integration_id varchar(255) not null,
	name           varchar(255) not null,
	description    text,
	version        varchar(50)  not null,
	type           varchar(255) not null,
	methods        jsonb        not null,
	config_schema  jsonb,
	auth_type      text         not null,
	oauth2_config  jsonb,
	ai_config      jsonb,
	created_at     timestamptz  not null default now(),
	updated_at     timestamptz  not null default now(),
	constraint pk_integration_definitions primary key (id),
	constraint uq_integration_definitions_integration_id unique (integration_id),
	constraint ck_integration_definitions_type check (
		type in ('integration', 'ai', 'documents', 'database')
	),
	constraint ck_integration_definitions_auth_type check (
		auth_type in ('oauth2', 'apikey', 'custom')
	)
);
create index if not exists ix_integration_definitions_type on integration_definitions (type);
comment on table integration_definitions is 'Connectors: what a service outside can do, and how to log in there.';
comment on column integration_definitions.id is 'Key.';
comment on column integration_definitions.integration_id is 'Name of the connector in the application, for example xero, unique.';
comment on column integration_definitions.name is 'Name to show.';
comment on column integration_definitions.description is 'What the connector does, in words.';
comment on column integration_definitions.version is 'Semantic version.';
comment on column integration_definitions.type is 'integration, ai, documents or database.';
comment on column integration_definitions.methods is 'What it can do, an array; each has id, name, inputSchema, outputSchema.';
comment on column integration_definitions.config_schema is 'JSON Schema of a connection''s configuration.';
comment on column integration_definitions.auth_type is 'oauth2, apikey or custom.';
comment on column integration_definitions.oauth2_config is 'For auth_type oauth2.';
comment on column integration_definitions.ai_config is 'For type ai: provider, availableModels, defaultModel.';
comment on column integration_definitions.created_at is 'When the row was made.';
comment on column integration_definitions.updated_at is 'When the row was last changed.';

create table if not exists integration_instances (
	id                        uuid         not null default gen_random_uuid(),
	instance_id               varchar(255) not null,
	integration_definition_id uuid         not null,
	name                      varchar(255) not null,
	description               text,
	context_type              text         not null default 'global',
	context_id                varchar(255),
	credentials               bytea,
	config                    jsonb,
	status                    jsonb        not null,
	created_at                timestamptz  not null default now(),
	updated_at                timestamptz  not null default now(),
	last_used_at              timestamptz,
	constraint pk_integration_instances primary key (id),
	constraint uq_integration_instances_instance_id unique (instance_id),
	constraint fk_integration_instances_integration_definition_id foreign key (integration_definition_id)
		references integration_definitions (id),
	constraint ck_integration_instances_context_type check (
		context_type in ('global', 'client', 'user')
	),
	constraint ck_integration_instances_context_id check (
		(context_type = 'global') = (context_id is null)
	),
	constraint ck_integration_instances_status check (
		status ->> 'state' in ('active', 'inactive', 'error')
	)
);
create index if not exists ix_integration_instances_integration_definition_id
	on integration_instances (integration_definition_id);
create index if not exists ix_integration_instances_context_type_context_id
	on integration_instances (context_type, context_id);
create index if not exists ix_integration_instances_status
	on integration_instances using gin (status);
comment on table integration_instances is 'Connections made with a connector, for everybody, a client or a user.';
comment on column integration_instances.id is 'Key.';
comment on column integration_instances.instance_id is 'Name of the connection in the application, unique.';
comment on column integration_instances.integration_definition_id is 'The connector.';
comment on column integration_instances.name is 'Name to show.';
comment on column integration_instances.description is 'What the connection is for, in words.';
comment on column integration_instances.context_type is 'Who may use it: global, client or user.';
comment on column integration_instances.context_id is 'The client or the user; null for global.';
comment on column integration_instances.credentials is 'Secrets, JSON encrypted by the application; null before the first login.';
comment on column integration_instances.config is 'Configuration, as the connector''s config_schema wants it.';
comment on column integration_instances.status is 'state (active, inactive, error), lastChecked, error.';
comment on column integration_instances.created_at is 'When the row was made.';
comment on column integration_instances.updated_at is 'When the row was last changed.';
comment on column integration_instances.last_used_at is 'When it was last used.';
