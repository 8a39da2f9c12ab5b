#include "adapter/settings/targets_file.h"

#include <ctype.h>
#include <string.h>

#include "adapter/settings/manifest_scalar.h"
#include "adapter/settings/settings_yaml.h"
#include "adapter/settings/target_record.h"
#include "adapter/yaml/yaml_node.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "domain/settings_typo.h"
#include "domain/settings_value.h"

enum
{
	TARGETS_FILE_BYTES = 4 * 1024 * 1024, /* a ConfigMap has at most 1 MiB */
	NAME_BYTES = 63
};

/*
 * A target may have its own value of these; how to log and where to report is for the whole
 * program.
 */
static const unsigned int groups_of_a_target =
	SETTING_GROUP_SERVER | SETTING_GROUP_NAMES | SETTING_GROUP_RUN | SETTING_GROUP_TIME |
	SETTING_GROUP_SERVICES | SETTING_GROUP_SOURCES | SETTING_GROUP_FILE;

static const char name_key[] = "name";

struct targets_file
{
	const char *path;
	struct settings *settings; /* gets the problems; the wanted target's values, too */
	const char *wanted;        /* NULL: all are checked and recorded, none is offered */
	bool was_found;
	size_t document_count;
	struct targets_content content;
	struct text defaults; /* the record of them */
	yaml_document_t *document;
};

static void
add_problem(const struct targets_file *file, const yaml_node_t *node, const char *problem)
{
	settings_add_problem(file->settings, "%s:%lu: %s", file->path, yaml_node_line(node), problem);
}

static yaml_node_t *
node_of(const struct targets_file *file, int number)
{
	return yaml_document_get_node(file->document, number);
}

/* What is wrong with such a key; the caller frees it. */
static char *
no_setting(const char *name)
{
	cleanup_memory char *quoted = settings_value_quote(name);
	const struct setting_definition *meant = settings_typo_meant(name);

	return meant != NULL ? memory_format("%s is not a setting: is %s meant?", quoted, meant->name)
	                     : memory_format("%s is not a setting", quoted);
}

/* The setting that a key names, if a target may have it; else adds the problem. */
static const struct setting_definition *
setting_of_key(const struct targets_file *file, const yaml_node_t *key)
{
	const char *name = yaml_node_text(key);
	const struct setting_definition *definition =
		name != NULL ? setting_definition_by_name(name) : NULL;

	if (definition != NULL && (definition->group & groups_of_a_target) != 0)
		return definition;

	cleanup_memory char *problem =
		definition != NULL ? memory_format("%s is for the program, not for a target", name)
						   : no_setting(name != NULL ? name : "");

	add_problem(file, key, problem);
	return NULL;
}

/* NULL, with the problem added, if it is no value for the setting. */
static const char *
checked_value(const struct targets_file *file, const struct setting_definition *definition,
              const yaml_node_t *node)
{
	const char *value = yaml_node_text(node);
	cleanup_memory char *why = NULL;
	int64_t number = 0;
	const char *misread = value != NULL && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
	                          ? manifest_scalar_misread(value)
	                          : NULL;

	if (value == NULL)
		why = memory_copy_text("must be text, a number, true or false");
	else if (value[0] != '\0' && misread != NULL && strcmp(misread, "nothing") == 0)
		why = memory_copy_text("is null in YAML: leave it out, or put it in quotes");
	else if (value[0] == '\0' || settings_value_parse(definition, value, &number, &why))
		return value;

	cleanup_memory char *problem = memory_format("%s: %s", definition->name, why);

	add_problem(file, node, problem);
	return NULL;
}

/* Where the settings of one target, or of all, go: into a record, or to be offered. */
struct target_sink
{
	enum setting_source source;
	const char *owner;   /* "target acme" */
	struct text *record; /* or NULL */
};

static void
read_settings(const struct targets_file *file, const yaml_node_t *mapping,
              const struct target_sink *sink)
{
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const yaml_node_t *key = node_of(file, pair->key);
		const yaml_node_t *node = node_of(file, pair->value);
		const char *key_text = yaml_node_text(key);

		if (key_text != NULL && strcmp(key_text, name_key) == 0)
			continue;

		const struct setting_definition *definition = setting_of_key(file, key);
		const char *value = definition != NULL ? checked_value(file, definition, node) : NULL;

		if (value == NULL)
			continue;

		cleanup_memory char *origin =
			memory_format("%s:%lu (%s)", file->path, yaml_node_line(node), sink->owner);

		if (sink->record != NULL)
			target_record_append(sink->record, definition->key, sink->source, origin, value);
		else
			settings_offer(file->settings, definition->key, sink->source, origin, value);
	}
}

/* The name appears in logs, in the names of objects and on command lines. */
static bool
is_name(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length > NAME_BYTES || isalnum((unsigned char)name[0]) == 0)
		return false;
	for (const char *at = name; *at != '\0'; at++)
	{
		if (isalnum((unsigned char)*at) == 0 && strchr("-_.", *at) == NULL)
			return false;
	}
	return true;
}

/* NULL, with a problem added, unless it has a valid one. */
static const char *
name_of_target(const struct targets_file *file, const yaml_node_t *target)
{
	const char *name = NULL;

	if (target->type == YAML_MAPPING_NODE)
		name = yaml_node_text(yaml_node_member(file->document, target, name_key));
	if (target->type != YAML_MAPPING_NODE)
		add_problem(file, target, "a target is a mapping: name, and settings");
	else if (name == NULL)
		add_problem(file, target, "the target has no name");
	else if (!is_name(name))
		add_problem(file, target,
		            "the target's name must be 1 to 63 letters, digits, '-', '_' or '.', the first "
		            "one a letter or digit");
	else
		return name;
	return NULL;
}

static void
read_listed_target(struct targets_file *file, const yaml_node_t *target)
{
	const char *name = name_of_target(file, target);

	if (name == NULL || (file->wanted != NULL && strcmp(name, file->wanted) != 0))
		return;

	cleanup_memory char *owner = memory_format("target %s", name);
	cleanup_secret_text struct text record = TEXT_EMPTY;
	struct target_sink sink = {SETTING_FROM_TARGET, owner, file->wanted == NULL ? &record : NULL};

	text_append(&record, TARGET_RECORD_VARIABLE "=");
	text_append(&record, text_bytes(&file->defaults));
	read_settings(file, target, &sink);
	file->was_found = true;
	if (file->wanted == NULL)
		targets_content_append(&file->content, name, text_steal(&record));
}

static void
read_targets(struct targets_file *file, const yaml_node_t *targets)
{
	for (const yaml_node_item_t *item = targets->data.sequence.items.start;
	     item < targets->data.sequence.items.top; item++)
		read_listed_target(file, node_of(file, *item));
}

static void
check_keys(const struct targets_file *file, const yaml_node_t *root)
{
	for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top; pair++)
	{
		const yaml_node_t *key = node_of(file, pair->key);
		const char *name = yaml_node_text(key);

		if (name == NULL || (strcmp(name, "defaults") != 0 && strcmp(name, "targets") != 0))
			add_problem(file, key, "only defaults and targets are known here");
	}
}

static void
read_targets_document(void *context, yaml_document_t *document)
{
	struct targets_file *file = context;
	const yaml_node_t *root = yaml_document_get_root_node(document);
	const yaml_node_t *defaults = yaml_node_member(document, root, "defaults");
	const yaml_node_t *targets = yaml_node_member(document, root, "targets");
	struct target_sink sink = {SETTING_FROM_TARGET_DEFAULTS, "defaults",
	                           file->wanted == NULL ? &file->defaults : NULL};

	file->document = document;
	if (++file->document_count > 1)
	{
		add_problem(file, root, "a second YAML document; one file has one list of targets");
		return;
	}
	if (targets == NULL || targets->type != YAML_SEQUENCE_NODE)
	{
		add_problem(file, root, "\"targets\" must be there, and be a list");
		return;
	}
	check_keys(file, root);
	if (defaults != NULL && defaults->type != YAML_MAPPING_NODE)
		add_problem(file, defaults, "\"defaults\" must be a mapping of settings");
	else if (yaml_node_member(document, defaults, name_key) != NULL)
		add_problem(file, defaults, "\"name\" is each target's own, and no default");
	else if (defaults != NULL)
		read_settings(file, defaults, &sink);
	read_targets(file, targets);
}

static void
read_bytes(struct targets_file *file, const char *bytes, size_t length_bytes)
{
	struct settings_yaml yaml = {
		.name = file->path,
		.bytes = bytes,
		.length_bytes = length_bytes,
		.settings = file->settings,
		.context = file,
		.visit = read_targets_document,
	};

	if (settings_yaml_visit(&yaml) && file->document_count == 0)
		settings_add_problem(file->settings,
		                     "%s: is empty; \"targets\" must be there, and be a list", file->path);
}

/* Regular files only: each member process reads it again before every login. */
static void
read_file(struct targets_file *file)
{
	cleanup_secret_text struct text content = TEXT_EMPTY;
	enum file_outcome outcome = bounded_file_read_regular(file->path, TARGETS_FILE_BYTES, &content);

	if (outcome == FILE_READ)
	{
		read_bytes(file, text_bytes(&content), content.length_bytes);
		return;
	}

	struct file_bounds bounds = {.limit_bytes = TARGETS_FILE_BYTES};
	cleanup_memory char *why = bounded_file_explain(outcome, &bounds);

	settings_add_problem(file->settings, "%s: %s", file->path, why);
}

static void
check_target(const struct targets_file *file)
{
	cleanup_memory char *quoted = settings_value_quote(file->wanted);

	if (!file->was_found && file->document_count == 1)
		settings_add_problem(file->settings, "%s: has no target %s", file->path, quoted);
}

void
targets_file_offer(struct settings *settings, const char *path, const char *name)
{
	struct targets_file file = {.path = path, .settings = settings, .wanted = name};

	read_file(&file);
	check_target(&file);
}

void
targets_file_offer_text(struct settings *settings, const char *path, const struct text *content,
                        const char *name)
{
	struct targets_file file = {.path = path, .settings = settings, .wanted = name};

	read_bytes(&file, content->bytes, content->length_bytes);
	check_target(&file);
}

static bool
hand_over_targets(struct targets_file *file, struct targets_content *content,
                  struct failure *failure)
{
	if (file->document_count == 1)
		targets_content_check(&file->content, file->path, file->settings);
	text_wipe_and_free(&file->defaults);
	*content = file->content;
	if (stop_signal_was_received())
		return stop_signal_fail(failure, "reading the file of targets");
	return settings_check(file->settings, failure);
}

bool
targets_file_read(const char *path, struct targets_content *content, struct failure *failure)
{
	cleanup_settings struct settings *problems = settings_new();
	struct targets_file file = {.path = path, .settings = problems};

	read_file(&file);
	return hand_over_targets(&file, content, failure);
}

bool
targets_file_read_text(const char *path, const struct text *bytes, struct targets_content *content,
                       struct failure *failure)
{
	cleanup_settings struct settings *problems = settings_new();
	struct targets_file file = {.path = path, .settings = problems};

	read_bytes(&file, bytes->bytes, bytes->length_bytes);
	return hand_over_targets(&file, content, failure);
}
