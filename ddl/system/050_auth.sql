-- auth_service: who may sign in, and what they may do.

create table if not exists users (
	id                    varchar(255) not null,
	username              varchar(255) not null,
	email                 varchar(255) not null,
	phone                 varchar(50),
	password_hash         varchar(255),
	full_name             varchar(255),
	status                varchar(50)  not null,
	email_verified        boolean      not null default false,
	phone_verified        boolean      not null default false,
	mfa_enabled           boolean      not null default false,
	mfa_methods           jsonb,
	last_login            timestamptz,
	password_last_changed timestamptz,
	failed_login_attempts integer      not null default 0,
	created_at            timestamptz  not null default now(),
	updated_at            timestamptz  not null default now(),
	profile               jsonb,
	identities            jsonb,
	metadata              jsonb,
	constraint pk_users primary key (id),
	constraint uq_users_username unique (username),
	constraint uq_users_email unique (email),
	constraint ck_users_status check (status in ('active', 'inactive', 'locked', 'suspended'))
);
create index if not exists ix_users_status on users (status);
create index if not exists ix_users_last_login on users (last_login);
-- identities is an array: found by identities @> '[{"provider": "…"}]'.
create index if not exists ix_users_identities on users using gin (identities jsonb_path_ops);
comment on table users is 'People who can sign in.';
comment on column users.id is 'Key, made by the application, for example usr_1.';
comment on column users.username is 'Login name, unique.';
comment on column users.email is 'Address, unique.';
comment on column users.phone is 'Telephone number.';
comment on column users.password_hash is 'Hash of the password, never the password; null where only linked identities sign in.';
comment on column users.full_name is 'Name to show.';
comment on column users.status is 'active, inactive, locked or suspended.';
comment on column users.email_verified is 'Whether the address was confirmed.';
comment on column users.phone_verified is 'Whether the number was confirmed.';
comment on column users.mfa_enabled is 'Whether a second factor is asked for.';
comment on column users.mfa_methods is 'Second factors, an array, for example totp, sms.';
comment on column users.last_login is 'When the user last signed in.';
comment on column users.password_last_changed is 'When the password was last changed.';
comment on column users.failed_login_attempts is 'Refused logins since the last good one.';
comment on column users.created_at is 'When the row was made.';
comment on column users.updated_at is 'When the row was last changed.';
comment on column users.profile is 'Personal details and preferences.';
comment on column users.identities is 'Linked identities of outside providers, an array.';
comment on column users.metadata is 'Whatever else is known of the user.';

create table if not exists roles (
	id          varchar(255) not null,
	name        varchar(255) not null,
	description text,
	is_system   boolean      not null default false,
	metadata    jsonb,
	constraints jsonb,
	created_at  timestamptz  not null default now(),
	updated_at  timestamptz  not null default now(),
	constraint pk_roles primary key (id),
	constraint uq_roles_name unique (name)
);
comment on table roles is 'Bundles of permissions that users can have.';
comment on column roles.id is 'Key, made by the application, for example role_1.';
comment on column roles.name is 'Name, unique.';
comment on column roles.description is 'What the role is for, in words.';
comment on column roles.is_system is 'Whether it is built in.';
comment on column roles.metadata is 'Whatever else is known of the role.';
comment on column roles.constraints is 'When it applies: environment, time, attributes; null means always.';
comment on column roles.created_at is 'When the row was made.';
comment on column roles.updated_at is 'When the row was last changed.';

create table if not exists permissions (
	id          varchar(255) not null,
	name        varchar(255) not null,
	description text,
	resource    varchar(255) not null,
	action      varchar(255) not null,
	conditions  jsonb,
	is_system   boolean      not null default false,
	metadata    jsonb,
	created_at  timestamptz  not null default now(),
	updated_at  timestamptz  not null default now(),
	constraint pk_permissions primary key (id),
	constraint uq_permissions_name unique (name)
);
create index if not exists ix_permissions_resource_action on permissions (resource, action);
create index if not exists ix_permissions_is_system on permissions (is_system);
comment on table permissions is 'Single rights: one action on one kind of resource.';
comment on column permissions.id is 'Key, made by the application, for example perm_1.';
comment on column permissions.name is 'Name, unique: action:resource, with :scope where there is one.';
comment on column permissions.description is 'What the permission allows, in words.';
comment on column permissions.resource is 'Kind of resource; * means all.';
comment on column permissions.action is 'What may be done; * means everything.';
comment on column permissions.conditions is 'When it applies: owner, attributes, resource, context; null means always.';
comment on column permissions.is_system is 'Whether it is built in.';
comment on column permissions.metadata is 'Whatever else is known of the permission.';
comment on column permissions.created_at is 'When the row was made.';
comment on column permissions.updated_at is 'When the row was last changed.';

create table if not exists role_permissions (
	role_id       varchar(255) not null,
	permission_id varchar(255) not null,
	created_at    timestamptz  not null default now(),
	constraint pk_role_permissions primary key (role_id, permission_id),
	constraint fk_role_permissions_role_id foreign key (role_id) references roles (id),
	constraint fk_role_permissions_permission_id foreign key (permission_id)
		references permissions (id)
);
create index if not exists ix_role_permissions_permission_id on role_permissions (permission_id);
comment on table role_permissions is 'Permissions of roles.';
comment on column role_permissions.role_id is 'The role.';
comment on column role_permissions.permission_id is 'A permission it has.';
comment on column role_permissions.created_at is 'When it was given.';

create table if not exists role_hierarchy (
	parent_role_id varchar(255) not null,
	child_role_id  varchar(255) not null,
	created_at     timestamptz  not null default now(),
	constraint pk_role_hierarchy primary key (parent_role_id, child_role_id),
	constraint fk_role_hierarchy_parent_role_id foreign key (parent_role_id) references roles (id),
	constraint fk_role_hierarchy_child_role_id foreign key (child_role_id) references roles (id)
);
create index if not exists ix_role_hierarchy_child_role_id on role_hierarchy (child_role_id);
comment on table role_hierarchy is 'Which role inherits from which.';
comment on column role_hierarchy.parent_role_id is 'Role that is inherited from.';
comment on column role_hierarchy.child_role_id is 'Role that inherits.';
comment on column role_hierarchy.created_at is 'Since when.';

create table if not exists user_roles (
	user_id    varchar(255) not null,
	role_id    varchar(255) not null,
	created_at timestamptz  not null default now(),
	constraint pk_user_roles primary key (user_id, role_id),
	constraint fk_user_roles_user_id foreign key (user_id) references users (id),
	constraint fk_user_roles_role_id foreign key (role_id) references roles (id)
);
create index if not exists ix_user_roles_role_id on user_roles (role_id);
comment on table user_roles is 'Roles of users.';
comment on column user_roles.user_id is 'The user.';
comment on column user_roles.role_id is 'A role of that user.';
comment on column user_roles.created_at is 'When it was given.';

create table if not exists user_permissions (
	user_id       varchar(255) not null,
	permission_id varchar(255) not null,
	created_at    timestamptz  not null default now(),
	constraint pk_user_permissions primary key (user_id, permission_id),
	constraint fk_user_permissions_user_id foreign key (user_id) references users (id),
	constraint fk_user_permissions_permission_id foreign key (permission_id)
		references permissions (id)
);
create index if not exists ix_user_permissions_permission_id on user_permissions (permission_id);
comment on table user_permissions is 'Permissions given to users directly, without a role.';
comment on column user_permissions.user_id is 'The user.';
comment on column user_permissions.permission_id is 'A permission of that user.';
comment on column user_permissions.created_at is 'When it was given.';
