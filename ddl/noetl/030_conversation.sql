-- Conversation: a tree of labels, chats in them, members, messages and files.

create table if not exists label (
	id         bigint      not null default snowflake_id(),
	parent_id  bigint,
	name       text        not null,
	owner_id   bigint,
	created_at timestamptz not null default now(),
	constraint pk_label primary key (id),
	constraint uq_label_parent_id_name unique (parent_id, name),
	constraint fk_label_parent_id foreign key (parent_id) references label (id) on delete cascade,
	constraint fk_label_owner_id foreign key (owner_id) references profile (id)
);
-- To a unique constraint nulls differ from each other, so roots need an index of their own.
create unique index if not exists uq_label_root_name on label (name) where parent_id is null;
create index if not exists ix_label_parent_id on label (parent_id);
create index if not exists ix_label_owner_id on label (owner_id);
comment on table label is 'Folder for chats; labels form a tree.';
comment on column label.id is 'Snowflake key.';
comment on column label.parent_id is 'Label above this one; null for a root. A label goes with everything below it.';
comment on column label.name is 'Name, unique among the labels of the same parent and among the roots.';
comment on column label.owner_id is 'Profile that owns the label; null for a label of the platform.';
comment on column label.created_at is 'When the label was made.';

create table if not exists chat (
	id         bigint      not null default snowflake_id(),
	label_id   bigint      not null,
	name       text        not null,
	owner_id   bigint      not null,
	created_at timestamptz not null default now(),
	constraint pk_chat primary key (id),
	constraint fk_chat_label_id foreign key (label_id) references label (id) on delete cascade,
	constraint fk_chat_owner_id foreign key (owner_id) references profile (id)
);
create index if not exists ix_chat_label_id on chat (label_id);
create index if not exists ix_chat_owner_id on chat (owner_id);
comment on table chat is 'Conversation under a label.';
comment on column chat.id is 'Snowflake key.';
comment on column chat.label_id is 'Label that holds the chat; the chat goes with it.';
comment on column chat.name is 'Title of the chat.';
comment on column chat.owner_id is 'Profile that owns the chat.';
comment on column chat.created_at is 'When the chat was opened.';

create table if not exists member (
	id         bigint      not null default snowflake_id(),
	chat_id    bigint      not null,
	profile_id bigint      not null,
	role       text        not null,
	joined_at  timestamptz not null default now(),
	constraint pk_member primary key (id),
	constraint uq_member_chat_id_profile_id unique (chat_id, profile_id),
	constraint fk_member_chat_id foreign key (chat_id) references chat (id) on delete cascade,
	constraint fk_member_profile_id foreign key (profile_id)
		references profile (id) on delete cascade,
	constraint ck_member_role check (role in ('owner', 'admin', 'member'))
);
create index if not exists ix_member_profile_id on member (profile_id);
comment on table member is 'Who takes part in a chat, and as what.';
comment on column member.id is 'Snowflake key.';
comment on column member.chat_id is 'The chat; the membership goes with it.';
comment on column member.profile_id is 'The profile; at most once in a chat. The membership goes with it.';
comment on column member.role is 'owner, admin or member.';
comment on column member.joined_at is 'When the profile joined.';

create table if not exists message (
	id          bigint      not null default snowflake_id(),
	chat_id     bigint      not null,
	sender_type text        not null,
	sender_id   bigint,
	role        text,
	content     text        not null,
	metadata    jsonb,
	created_at  timestamptz not null default now(),
	constraint pk_message primary key (id),
	constraint fk_message_chat_id foreign key (chat_id) references chat (id) on delete cascade,
	constraint fk_message_sender_id foreign key (sender_id) references profile (id),
	constraint ck_message_sender_type check (sender_type in ('user', 'bot', 'ai', 'system'))
);
create index if not exists ix_message_chat_id_created_at on message (chat_id, created_at);
create index if not exists ix_message_sender_id on message (sender_id);
comment on table message is 'One message of a chat.';
comment on column message.id is 'Snowflake key.';
comment on column message.chat_id is 'The chat; the message goes with it.';
comment on column message.sender_type is 'user, bot, ai or system.';
comment on column message.sender_id is 'Profile that sent it; null where the sender has none, as ai and system.';
comment on column message.role is 'Part the message plays for a language model, for example user, assistant, tool.';
comment on column message.content is 'The text.';
comment on column message.metadata is 'Whatever else the sender attaches: model, tokens, references.';
comment on column message.created_at is 'When the message was written.';

create table if not exists attachment (
	id          bigint      not null default snowflake_id(),
	label_id    bigint,
	chat_id     bigint,
	filename    text        not null,
	filepath    text        not null,
	uploaded_by bigint      not null,
	created_at  timestamptz not null default now(),
	constraint pk_attachment primary key (id),
	constraint fk_attachment_label_id foreign key (label_id)
		references label (id) on delete cascade,
	constraint fk_attachment_chat_id foreign key (chat_id) references chat (id) on delete cascade,
	constraint fk_attachment_uploaded_by foreign key (uploaded_by) references profile (id),
	constraint ck_attachment_label_id_chat_id check (label_id is not null or chat_id is not null)
);
create index if not exists ix_attachment_label_id on attachment (label_id);
create index if not exists ix_attachment_chat_id_created_at on attachment (chat_id, created_at);
create index if not exists ix_attachment_uploaded_by on attachment (uploaded_by);
comment on table attachment is 'File that hangs on a label or on a chat.';
comment on column attachment.id is 'Snowflake key.';
comment on column attachment.label_id is 'Label that holds the file, if one does; the row goes with it.';
comment on column attachment.chat_id is 'Chat that holds the file, if one does; the row goes with it.';
comment on column attachment.filename is 'Name to show.';
comment on column attachment.filepath is 'Where the file is stored.';
comment on column attachment.uploaded_by is 'Profile that brought the file.';
comment on column attachment.created_at is 'When the file was brought.';
