-- web_application_service: components of the interface, described as data.

create table if not exists ui_components (
	id               uuid         not null default gen_random_uuid(),
	component_id     varchar(255) not null,
	name             varchar(255) not null,
	description      text,
	component_type   varchar(50)  not null,
	title            varchar(255),
	fields           jsonb,
	layout           jsonb,
	actions          jsonb,
	display_template text,
	custom_props     jsonb,
	created_at       timestamptz  not null default now(),
	updated_at       timestamptz  not null default now(),
	version          varchar(50),
	constraint pk_ui_components primary key (id),
	constraint uq_ui_components_component_id unique (component_id),
	constraint ck_ui_components_component_type check (
		component_type in ('Form', 'Modal', 'Display', 'Custom')
	)
);
create index if not exists ix_ui_components_component_type on ui_components (component_type);
comment on table ui_components is 'Components that show tasks and processes to people.';
comment on column ui_components.id is 'Key.';
comment on column ui_components.component_id is 'Name of the component in the application, unique.';
comment on column ui_components.name is 'Name for those who build interfaces.';
comment on column ui_components.description is 'What the component is for, in words.';
comment on column ui_components.component_type is 'Form, Modal, Display or Custom.';
comment on column ui_components.title is 'Title to show.';
comment on column ui_components.fields is 'Fields of a form, an array; each has fieldKey, label, type.';
comment on column ui_components.layout is 'How the fields are laid out.';
comment on column ui_components.actions is 'Buttons, an array; each has actionKey and label.';
comment on column ui_components.display_template is 'Template of older displays; use custom_props instead.';
comment on column ui_components.custom_props is 'displayType (table, card, actions), flagConfig.';
comment on column ui_components.created_at is 'When the row was made.';
comment on column ui_components.updated_at is 'When the row was last changed.';
comment on column ui_components.version is 'Semantic version.';

create table if not exists validation_rules (
	id            uuid         not null default gen_random_uuid(),
	rule_id       varchar(255) not null,
	description   text,
	type          varchar(50)  not null,
	value         text         not null,
	error_message text,
	created_at    timestamptz  not null default now(),
	updated_at    timestamptz  not null default now(),
	constraint pk_validation_rules primary key (id),
	constraint uq_validation_rules_rule_id unique (rule_id),
	constraint ck_validation_rules_type check (type in ('regex', 'function', 'range', 'set'))
);
comment on table validation_rules is 'Rules that fields of forms are checked by.';
comment on column validation_rules.id is 'Key.';
comment on column validation_rules.rule_id is 'Name of the rule, as ui_components.fields gives it in validationRules, unique.';
comment on column validation_rules.description is 'What the rule wants, in words.';
comment on column validation_rules.type is 'regex, function, range or set.';
comment on column validation_rules.value is 'The expression, the function, the bounds or the members.';
comment on column validation_rules.error_message is 'What to say when it does not hold.';
comment on column validation_rules.created_at is 'When the row was made.';
comment on column validation_rules.updated_at is 'When the row was last changed.';
