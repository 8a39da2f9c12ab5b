-- Resources: what may be registered, and every version that has been.

create table if not exists resource_type (
	name text not null,
	constraint pk_resource_type primary key (name)
);
comment on table resource_type is 'Kinds of resources that may be registered.';
comment on column resource_type.name is 'Name of the kind, for example playbook.';

create table if not exists catalog (
	resource_path     text        not null,
	resource_type     text        not null,
	resource_version  text        not null,
	source            text        not null default 'inline',
	resource_location text,
	payload           jsonb       not null,
	meta              jsonb,
	timestamp         timestamptz not null default now(),
	constraint pk_catalog primary key (resource_path, resource_version),
	constraint fk_catalog_resource_type foreign key (resource_type) references resource_type (name)
);
create index if not exists ix_catalog_resource_type on catalog (resource_type);
comment on table catalog is 'Payload of registered resources such as workflows and playbooks, a row for each version.';
comment on column catalog.resource_path is 'Path of the resource, the same for all its versions.';
comment on column catalog.resource_type is 'Kind of resource.';
comment on column catalog.resource_version is 'Version, unique within the path.';
comment on column catalog.source is 'Where the payload came from: inline, or the name of an outside source.';
comment on column catalog.resource_location is 'Address of the resource at its source.';
comment on column catalog.payload is 'The resource itself.';
comment on column catalog.meta is 'Whatever else is known of it.';
comment on column catalog.timestamp is 'When this version was registered.';

insert into resource_type (name) values
	('playbook'),
	('workflow'),
	('target'),
	('step'),
	('task'),
	('action')
on conflict (name) do nothing;
