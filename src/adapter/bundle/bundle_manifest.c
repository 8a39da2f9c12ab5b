#include "adapter/bundle/bundle_manifest.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/yaml/yaml_stream.h"
#include "adapter/yaml/yaml_struct.h"
#include "base/memory.h"
#include "base/stop_signal.h"

#define REQUIRED true
#define OPTIONAL false

/* In the order of enum partition_interval and enum partition_expiry. */
static const char *const interval_words[] = {"day", "week", "month", "quarter", "year", NULL};
static const char *const expiry_words[] = {"never", "detach", "drop", NULL};

static bool
read_interval(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	int word = 0;

	if (!yaml_read_word(reader, node, interval_words, &word))
		return false;
	*(enum partition_interval *)member = (enum partition_interval)word;
	return true;
}

static bool
read_expiry(struct yaml_reader *reader, const yaml_node_t *node, void *member)
{
	int word = 0;

	if (!yaml_read_word(reader, node, expiry_words, &word))
		return false;
	*(enum partition_expiry *)member = (enum partition_expiry)word;
	return true;
}

/* A script is its file, or a mapping when it belongs to one layout only. */
static bool
read_script(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"file", REQUIRED, offsetof(struct manifest_script, file), yaml_read_text},
		{"layout", OPTIONAL, offsetof(struct manifest_script, layout), yaml_read_text},
		{NULL, OPTIONAL, 0, NULL},
	};
	struct manifest_script *script = item;

	if (node->type == YAML_SCALAR_NODE)
		return yaml_read_text(reader, node, &script->file);
	return yaml_read_struct(reader, node, fields, script);
}

static bool
read_extension(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"name", REQUIRED, offsetof(struct bundle_extension, name), yaml_read_text},
		{"required", OPTIONAL, offsetof(struct bundle_extension, is_required), yaml_read_flag},
		{NULL, OPTIONAL, 0, NULL},
	};

	((struct bundle_extension *)item)->is_required = true;
	return yaml_read_struct(reader, node, fields, item);
}

static bool
read_fact(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"column", REQUIRED, offsetof(struct bundle_fact, column), yaml_read_text},
		{"not_null", OPTIONAL, offsetof(struct bundle_fact, not_null), yaml_read_flag},
		{"has_default", OPTIONAL, offsetof(struct bundle_fact, has_default), yaml_read_flag},
		{NULL, OPTIONAL, 0, NULL},
	};

	return yaml_read_struct(reader, node, fields, item);
}

static bool
read_partition(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"target", REQUIRED, offsetof(struct bundle_partition, target), yaml_read_text},
		{"table", REQUIRED, offsetof(struct bundle_partition, table), yaml_read_text},
		{"column", REQUIRED, offsetof(struct bundle_partition, column), yaml_read_text},
		{"interval", REQUIRED, offsetof(struct bundle_partition, interval), read_interval},
		{"ahead", REQUIRED, offsetof(struct bundle_partition, ahead_count), yaml_read_count},
		{"retain", OPTIONAL, offsetof(struct bundle_partition, retain_count), yaml_read_count},
		{"on_expiry", OPTIONAL, offsetof(struct bundle_partition, expiry), read_expiry},
		{NULL, OPTIONAL, 0, NULL},
	};
	const struct bundle_partition *partition = item;

	if (!yaml_read_struct(reader, node, fields, item))
		return false;
	if ((partition->retain_count > 0) != (partition->expiry != PARTITION_EXPIRY_NEVER))
		return yaml_reader_fail(reader, node, "missing key",
		                        partition->retain_count > 0 ? "on_expiry" : "retain");
	return true;
}

static bool
read_text_item(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	return yaml_read_text(reader, node, &((struct manifest_text *)item)->text);
}

#define DEFINE_LIST_READER(name, type, reader_of_item)                                 \
	static bool name(struct yaml_reader *reader, const yaml_node_t *node, void *items) \
	{                                                                                  \
		static const struct yaml_list list = {sizeof(type), reader_of_item};           \
                                                                                       \
		return yaml_read_list(reader, node, &list, items);                             \
	}

DEFINE_LIST_READER(read_layouts, struct manifest_text, read_text_item)
DEFINE_LIST_READER(read_scripts, struct manifest_script, read_script)
DEFINE_LIST_READER(read_extensions, struct bundle_extension, read_extension)
DEFINE_LIST_READER(read_facts, struct bundle_fact, read_fact)
DEFINE_LIST_READER(read_partitions, struct bundle_partition, read_partition)

static bool
read_target(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"name", REQUIRED, offsetof(struct manifest_target, name), yaml_read_text},
		{"database", REQUIRED, offsetof(struct manifest_target, database), yaml_read_text},
		{"schema", REQUIRED, offsetof(struct manifest_target, schema), yaml_read_text},
		{"owner", REQUIRED, offsetof(struct manifest_target, owner), yaml_read_text},
		{"scripts", REQUIRED, offsetof(struct manifest_target, scripts), read_scripts},
		{"extensions", OPTIONAL, offsetof(struct manifest_target, extensions), read_extensions},
		{"facts", OPTIONAL, offsetof(struct manifest_target, facts), read_facts},
		{NULL, OPTIONAL, 0, NULL},
	};

	return yaml_read_struct(reader, node, fields, item);
}

DEFINE_LIST_READER(read_targets, struct manifest_target, read_target)

static bool
read_manifest(struct yaml_reader *reader, struct bundle_manifest *manifest)
{
	static const struct yaml_field fields[] = {
		{"bundle", REQUIRED, offsetof(struct bundle_manifest, bundle), yaml_read_text},
		{"version", REQUIRED, offsetof(struct bundle_manifest, version), yaml_read_number},
		{"description", REQUIRED, offsetof(struct bundle_manifest, description), yaml_read_text},
		{"layouts", OPTIONAL, offsetof(struct bundle_manifest, layouts), read_layouts},
		{"targets", REQUIRED, offsetof(struct bundle_manifest, targets), read_targets},
		{"partitions", OPTIONAL, offsetof(struct bundle_manifest, partitions), read_partitions},
		{NULL, OPTIONAL, 0, NULL},
	};
	const yaml_node_t *root = yaml_document_get_root_node(reader->document);

	if (root == NULL)
		return fail(reader->failure, FAILURE_BUG, "cannot read %s: it is empty", reader->path);
	return yaml_read_struct(reader, root, fields, manifest);
}

static const struct manifest_target *
find_target(const struct bundle_manifest *manifest, const char *name)
{
	for (size_t index = 0; index < manifest->target_count; index++)
		if (strcmp(manifest->targets[index].name, name) == 0)
			return &manifest->targets[index];
	return NULL;
}

/* What refers to another part of the document. */
static bool
check_references(const struct bundle_manifest *manifest, const char *path, struct failure *failure)
{
	for (size_t index = 0; index < manifest->target_count; index++)
		if (find_target(manifest, manifest->targets[index].name) != &manifest->targets[index])
			return fail(failure, FAILURE_BUG, "cannot read %s: target \"%s\" is there twice", path,
			            manifest->targets[index].name);
	for (size_t index = 0; index < manifest->partition_count; index++)
		if (find_target(manifest, manifest->partitions[index].target) == NULL)
			return fail(failure, FAILURE_BUG, "cannot read %s: there is no target \"%s\"", path,
			            manifest->partitions[index].target);
	return true;
}

static void
report(void *context, unsigned long line, const char *problem)
{
	const struct yaml_reader *reader = context;

	if (reader->failure->kind == FAILURE_NONE)
		(void)fail(reader->failure, FAILURE_BUG, "cannot read %s:%lu: %s", reader->path, line,
		           problem);
}

bool
bundle_manifest_parse(const char *path, const char *yaml, size_t length_bytes,
                      struct bundle_manifest *manifest, struct failure *failure)
{
	yaml_document_t document;
	cleanup_bundle_manifest struct bundle_manifest read = {0};
	struct yaml_reader reader = {.path = path, .document = &document, .failure = failure};
	struct yaml_stream stream = {
		.bytes = yaml, .length_bytes = length_bytes, .context = &reader, .report = report};

	failure_clear(failure);
	if (!yaml_stream_load(&stream, &document))
		return failure->kind != FAILURE_NONE ? false
		                                     : stop_signal_fail(failure, "reading a bundle");

	bool is_read = read_manifest(&reader, &read) && check_references(&read, path, failure);

	yaml_stream_release(&document);
	if (!is_read)
		return false;
	*manifest = read;
	read = (struct bundle_manifest){0};
	return true;
}

static void
free_target(struct manifest_target *target)
{
	for (size_t index = 0; index < target->script_count; index++)
	{
		free(target->scripts[index].file);
		free(target->scripts[index].layout);
	}
	for (size_t index = 0; index < target->extension_count; index++)
		free(target->extensions[index].name);
	for (size_t index = 0; index < target->fact_count; index++)
		free(target->facts[index].column);
	free(target->scripts);
	free(target->extensions);
	free(target->facts);
	free(target->name);
	free(target->database);
	free(target->schema);
	free(target->owner);
}

void
bundle_manifest_free(struct bundle_manifest *manifest)
{
	for (size_t index = 0; index < manifest->layout_count; index++)
		free(manifest->layouts[index].text);
	for (size_t index = 0; index < manifest->target_count; index++)
		free_target(&manifest->targets[index]);
	for (size_t index = 0; index < manifest->partition_count; index++)
	{
		free(manifest->partitions[index].target);
		free(manifest->partitions[index].table);
		free(manifest->partitions[index].column);
	}
	free(manifest->layouts);
	free(manifest->targets);
	free(manifest->partitions);
	free(manifest->bundle);
	free(manifest->description);
	*manifest = (struct bundle_manifest){0};
}
