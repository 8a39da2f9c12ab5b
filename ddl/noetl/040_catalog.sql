-- Catalog: resources in versions, and the secrets they use.

create table if not exists resource (
	name text not null,
	constraint pk_resource primary key (name)
);
comment on table resource is 'Kinds of resources that the catalog knows.';
comment on column resource.name is 'Name of the kind, for example playbook.';

create table if not exists credential (
	id             bigint      not null default snowflake_id(),
	name           text        not null,
	type           text        not null,
	data_encrypted text        not null,
	meta           jsonb,
	tags           text[],
	description    text,
	created_at     timestamptz not null default now(),
	updated_at     timestamptz not null default now(),
	constraint pk_credential primary key (id),
	constraint uq_credential_name unique (name)
);
create index if not exists ix_credential_type on credential (type);
comment on table credential is 'Secret that playbooks use by name. The platform encrypts it before it comes here.';
comment on column credential.id is 'Snowflake key.';
comment on column credential.name is 'Name by which playbooks ask for it.';
comment on column credential.type is 'Kind of secret, for example postgres, httpBearerAuth.';
comment on column credential.data_encrypted is 'The secret, encrypted by the platform.';
comment on column credential.meta is 'What may be known of the secret without opening it.';
comment on column credential.tags is 'Words to find it by.';
comment on column credential.description is 'What it is for, in words.';
comment on column credential.created_at is 'When the secret was stored first.';
comment on column credential.updated_at is 'When it was last changed.';

create table if not exists catalog (
	resource_path     text        not null,
	resource_type     text        not null,
	resource_version  text        not null,
	source            text        not null default 'inline',
	resource_location text,
	content           text,
	payload           jsonb       not null,
	meta              jsonb,
	template          text,
	timestamp         timestamptz not null default now(),
	credential_id     bigint,
	catalog_id        bigint      not null default snowflake_id(),
	constraint pk_catalog primary key (resource_path, resource_version),
	constraint uq_catalog_catalog_id unique (catalog_id),
	constraint fk_catalog_resource_type foreign key (resource_type) references resource (name),
	constraint fk_catalog_credential_id foreign key (credential_id) references credential (id)
);
create index if not exists ix_catalog_resource_type on catalog (resource_type);
create index if not exists ix_catalog_credential_id on catalog (credential_id);
comment on table catalog is 'Registered resources, a row for each version: playbooks, datasets and the like.';
comment on column catalog.resource_path is 'Path of the resource, the same for all its versions.';
comment on column catalog.resource_type is 'Kind of resource.';
comment on column catalog.resource_version is 'Version, unique within the path.';
comment on column catalog.source is 'Where the text came from: inline, or the name of an outside source.';
comment on column catalog.resource_location is 'Address of the resource at its source.';
comment on column catalog.content is 'Text as it was registered.';
comment on column catalog.payload is 'The text, parsed.';
comment on column catalog.meta is 'Whatever else is known of the resource.';
comment on column catalog.template is 'Template that renders the resource for people.';
comment on column catalog.timestamp is 'When this version was registered.';
comment on column catalog.credential_id is 'Secret that the resource needs, if it needs one.';
comment on column catalog.catalog_id is 'Snowflake key of this version, for tables that refer to it by one column.';

create table if not exists keychain (
	cache_key           text        not null,
	keychain_name       text        not null,
	catalog_id          bigint      not null,
	credential_type     text        not null,
	cache_type          text        not null,
	scope_type          text        not null,
	execution_id        bigint,
	parent_execution_id bigint,
	data_encrypted      text        not null,
	schema              jsonb,
	expires_at          timestamptz not null,
	created_at          timestamptz not null default now(),
	accessed_at         timestamptz not null default now(),
	access_count        integer     not null default 0,
	auto_renew          boolean     not null default false,
	renew_config        jsonb,
	constraint pk_keychain primary key (cache_key),
	constraint fk_keychain_catalog_id foreign key (catalog_id) references catalog (catalog_id),
	constraint ck_keychain_cache_type check (cache_type in ('secret', 'token')),
	constraint ck_keychain_scope_type check (scope_type in ('local', 'global', 'shared'))
);
create index if not exists ix_keychain_catalog_id on keychain (catalog_id);
create index if not exists ix_keychain_keychain_name_catalog_id
	on keychain (keychain_name, catalog_id);
create index if not exists ix_keychain_cache_type_scope_type on keychain (cache_type, scope_type);
create index if not exists ix_keychain_expires_at on keychain (expires_at);
create index if not exists ix_keychain_execution_id
	on keychain (execution_id) where execution_id is not null;
create index if not exists ix_keychain_parent_execution_id
	on keychain (parent_execution_id) where parent_execution_id is not null;
comment on table keychain is 'Secrets and tokens in use, kept until they expire. The platform encrypts them before they come here.';
comment on column keychain.cache_key is 'Key made of name, playbook and scope.';
comment on column keychain.keychain_name is 'Name by which the playbook asks for the entry.';
comment on column keychain.catalog_id is 'Version of the playbook that declares the entry.';
comment on column keychain.credential_type is 'Kind of secret, as in credential.type.';
comment on column keychain.cache_type is 'secret or token.';
comment on column keychain.scope_type is 'Who may use it: local (one execution), shared (an execution and those it starts), global.';
comment on column keychain.execution_id is 'Execution that owns the entry; null for a global one.';
comment on column keychain.parent_execution_id is 'Execution at the top, for a shared entry.';
comment on column keychain.data_encrypted is 'The secret, encrypted by the platform.';
comment on column keychain.schema is 'Shape of the decrypted data.';
comment on column keychain.expires_at is 'After this moment the entry is no longer served and may be deleted.';
comment on column keychain.created_at is 'When the entry was stored.';
comment on column keychain.accessed_at is 'When it was last read.';
comment on column keychain.access_count is 'How often it was read.';
comment on column keychain.auto_renew is 'Whether the platform renews it before it expires.';
comment on column keychain.renew_config is 'How to renew it.';

insert into resource (name) values
	('playbook'), ('workflow'), ('target'), ('step'), ('task'), ('action')
on conflict (name) do nothing;
