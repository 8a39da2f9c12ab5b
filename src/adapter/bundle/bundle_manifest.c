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

/* A script is a file name, or a mapping if it belongs to one layout only. */
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
read_column_requirement(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"column", REQUIRED, offsetof(struct column_requirement, column), yaml_read_text},
		{"not_null", OPTIONAL, offsetof(struct column_requirement, not_null), yaml_read_flag},
		{"has_default", OPTIONAL, offsetof(struct column_requirement, has_default), yaml_read_flag},
		{NULL, OPTIONAL, 0, NULL},
	};

	return yaml_read_struct(reader, node, fields, item);
}

static bool
read_partition(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"part", REQUIRED, offsetof(struct bundle_partition, part), yaml_read_text},
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
DEFINE_LIST_READER(read_required_columns, struct column_requirement, read_column_requirement)
DEFINE_LIST_READER(read_partitions, struct bundle_partition, read_partition)

static bool
read_manifest_schema(struct yaml_reader *reader, const yaml_node_t *node, void *item)
{
	static const struct yaml_field fields[] = {
		{"name", REQUIRED, offsetof(struct manifest_schema, name), yaml_read_text},
		{"database", REQUIRED, offsetof(struct manifest_schema, database), yaml_read_text},
		{"schema", REQUIRED, offsetof(struct manifest_schema, schema), yaml_read_text},
		{"owner", REQUIRED, offsetof(struct manifest_schema, owner), yaml_read_text},
		{"scripts", REQUIRED, offsetof(struct manifest_schema, scripts), read_scripts},
		{"extensions", OPTIONAL, offsetof(struct manifest_schema, extensions), read_extensions},
		{"required_columns", OPTIONAL, offsetof(struct manifest_schema, required_columns),
	     read_required_columns},
		{NULL, OPTIONAL, 0, NULL},
	};

	return yaml_read_struct(reader, node, fields, item);
}

DEFINE_LIST_READER(read_schemas, struct manifest_schema, read_manifest_schema)

static bool
read_manifest_fields(struct yaml_reader *reader, struct bundle_manifest *manifest)
{
	static const struct yaml_field fields[] = {
		{"bundle", REQUIRED, offsetof(struct bundle_manifest, bundle), yaml_read_text},
		{"version", REQUIRED, offsetof(struct bundle_manifest, version), yaml_read_number},
		{"description", REQUIRED, offsetof(struct bundle_manifest, description), yaml_read_text},
		{"layouts", OPTIONAL, offsetof(struct bundle_manifest, layouts), read_layouts},
		{"schemas", REQUIRED, offsetof(struct bundle_manifest, schemas), read_schemas},
		{"partitions", OPTIONAL, offsetof(struct bundle_manifest, partitions), read_partitions},
		{NULL, OPTIONAL, 0, NULL},
	};
	const yaml_node_t *root = yaml_document_get_root_node(reader->document);

	if (root == NULL)
		return fail(reader->failure, FAILURE_BUG, "cannot read %s: it is empty", reader->path);
	return yaml_read_struct(reader, root, fields, manifest);
}

static const struct manifest_schema *
find_schema(const struct bundle_manifest *manifest, const char *name)
{
	for (size_t index = 0; index < manifest->schema_count; index++)
		if (strcmp(manifest->schemas[index].name, name) == 0)
			return &manifest->schemas[index];
	return NULL;
}

/* References from one part of the document to another. */
static bool
check_references(const struct bundle_manifest *manifest, const char *path, struct failure *failure)
{
	for (size_t index = 0; index < manifest->schema_count; index++)
		if (find_schema(manifest, manifest->schemas[index].name) != &manifest->schemas[index])
			return fail(failure, FAILURE_BUG, "cannot read %s: schema \"%s\" is there twice", path,
			            manifest->schemas[index].name);
	for (size_t index = 0; index < manifest->partition_count; index++)
		if (find_schema(manifest, manifest->partitions[index].part) == NULL)
			return fail(failure, FAILURE_BUG, "cannot read %s: there is no schema \"%s\"", path,
			            manifest->partitions[index].part);
	return true;
}

static void
report_manifest_problem(void *context, unsigned long line, const char *problem)
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
	struct yaml_stream stream = {.bytes = yaml,
	                             .length_bytes = length_bytes,
	                             .context = &reader,
	                             .report = report_manifest_problem};

	failure_clear(failure);
	if (!yaml_stream_load(&stream, &document))
		return failure->kind != FAILURE_NONE ? false
		                                     : stop_signal_fail(failure, "reading a bundle");

	bool is_read = read_manifest_fields(&reader, &read) && check_references(&read, path, failure);

	yaml_stream_release(&document);
	if (!is_read)
		return false;
	*manifest = read;
	read = (struct bundle_manifest){0};
	return true;
}

static void
free_schema(struct manifest_schema *schema)
{
	for (size_t index = 0; index < schema->script_count; index++)
	{
		free(schema->scripts[index].file);
		free(schema->scripts[index].layout);
	}
	for (size_t index = 0; index < schema->extension_count; index++)
		free(schema->extensions[index].name);
	for (size_t index = 0; index < schema->required_column_count; index++)
		free(schema->required_columns[index].column);
	free(schema->scripts);
	free(schema->extensions);
	free(schema->required_columns);
	free(schema->name);
	free(schema->database);
	free(schema->schema);
	free(schema->owner);
}

void
bundle_manifest_free(struct bundle_manifest *manifest)
{
	for (size_t index = 0; index < manifest->layout_count; index++)
		free(manifest->layouts[index].text);
	for (size_t index = 0; index < manifest->schema_count; index++)
		free_schema(&manifest->schemas[index]);
	for (size_t index = 0; index < manifest->partition_count; index++)
	{
		free(manifest->partitions[index].part);
		free(manifest->partitions[index].table);
		free(manifest->partitions[index].column);
	}
	free(manifest->layouts);
	free(manifest->schemas);
	free(manifest->partitions);
	free(manifest->bundle);
	free(manifest->description);
	*manifest = (struct bundle_manifest){0};
}
