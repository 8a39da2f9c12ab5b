-- Identity: who talks to the platform, and as what.

create table if not exists role (
	id          bigint not null default snowflake_id(),
	name        text   not null,
	description text,
	constraint pk_role primary key (id),
	constraint uq_role_name unique (name)
);
comment on table role is 'What a profile may be: admin, user, bot, and whatever else an installation defines.';
comment on column role.id is 'Snowflake key.';
comment on column role.name is 'Name by which the application asks for the role.';
comment on column role.description is 'What the role is for, in words.';

create table if not exists profile (
	id            bigint      not null default snowflake_id(),
	username      text        not null,
	email         text,
	password_hash text,
	role_id       bigint,
	type          text        not null,
	created_at    timestamptz not null default now(),
	constraint pk_profile primary key (id),
	constraint uq_profile_username unique (username),
	constraint uq_profile_email unique (email),
	constraint fk_profile_role_id foreign key (role_id) references role (id),
	constraint ck_profile_type check (type in ('user', 'bot'))
);
create index if not exists ix_profile_role_id on profile (role_id);
comment on table profile is 'A user or a bot.';
comment on column profile.id is 'Snowflake key.';
comment on column profile.username is 'Login name, unique.';
comment on column profile.email is 'Address, unique where there is one; bots may have none.';
comment on column profile.password_hash is 'Hash of the password, never the password; null for a profile that does not log in by password.';
comment on column profile.role_id is 'Role of the profile; null until one is given.';
comment on column profile.type is 'user or bot.';
comment on column profile.created_at is 'When the profile was made.';

create table if not exists session (
	id              bigint      not null default snowflake_id(),
	profile_id      bigint      not null,
	session_type    text        not null,
	connected_at    timestamptz not null default now(),
	disconnected_at timestamptz,
	metadata        jsonb,
	constraint pk_session primary key (id),
	constraint fk_session_profile_id foreign key (profile_id) references profile (id),
	constraint ck_session_session_type check (session_type in ('user', 'bot', 'ai'))
);
create index if not exists ix_session_profile_id on session (profile_id);
comment on table session is 'One connection of a profile, from connect to disconnect.';
comment on column session.id is 'Snowflake key.';
comment on column session.profile_id is 'Whose connection it is.';
comment on column session.session_type is 'user, bot or ai.';
comment on column session.connected_at is 'Start of the connection.';
comment on column session.disconnected_at is 'End of the connection; null while it lasts.';
comment on column session.metadata is 'What the client says of itself: program, address, version.';

insert into role (name, description) values
	('admin', 'Administers the platform.'),
	('user', 'Works with playbooks, chats and data.'),
	('bot', 'Acts by itself, without a person at the keyboard.')
on conflict (name) do nothing;
