#include "adapter/settings/manifest.h"

#include <string.h>

#include "adapter/settings/manifest_scalar.h"
#include "adapter/settings/settings_yaml.h"
#include "adapter/yaml/yaml_node.h"
#include "base/base64.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_lookalike.h"
#include "domain/settings_typo.h"

/* The YAML document that is being read, and what it is called. */
struct manifest
{
	const char *name;
	struct settings *settings;
	yaml_document_t *document;
	size_t object_count; /* ConfigMaps and Secrets in all documents */
};

/* One ConfigMap or Secret in it. */
struct manifest_object
{
	const char *kind;
	const char *name;
	bool is_base64;
};

static const char *
scalar_member(const struct manifest *manifest, const yaml_node_t *mapping, const char *key)
{
	return yaml_node_text(yaml_node_member(manifest->document, mapping, key));
}

/* Adds the problem and returns false unless the node is a string to Kubernetes too. */
static bool
is_string(const struct manifest *manifest, const yaml_node_t *node, const char *key)
{
	const char *misread = NULL;

	if (node->type != YAML_SCALAR_NODE || strcmp((const char *)node->tag, YAML_STR_TAG) != 0)
		misread = "something else";
	else if (node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		misread = manifest_scalar_misread((const char *)node->data.scalar.value);
	if (misread == NULL)
		return true;
	settings_add_problem(
		manifest->settings,
		"%s:%lu: %s must be a string, and Kubernetes would read %s: put it in quotes",
		manifest->name, yaml_node_line(node), key, misread);
	return false;
}

/* "postgres-config.yaml:7 (ConfigMap postgres-config)"; the caller frees it. */
static char *
origin_of(const struct manifest *manifest, const struct manifest_object *object,
          const yaml_node_t *node)
{
	return memory_format("%s:%lu (%s%s%s)", manifest->name, yaml_node_line(node), object->kind,
	                     object->name != NULL ? " " : "", object->name != NULL ? object->name : "");
}

static void
note_unknown_key(const struct manifest *manifest, const struct manifest_object *object,
                 const yaml_node_t *key)
{
	cleanup_memory char *origin = origin_of(manifest, object, key);

	if (yaml_node_text(key) == NULL)
		return;
	settings_typo_note(manifest->settings, yaml_node_text(key), origin);
	settings_lookalike_note(manifest->settings, yaml_node_text(key), origin);
}

static void
offer_scalar(const struct manifest *manifest, const struct manifest_object *object,
             const struct setting_definition *definition, const yaml_node_t *node)
{
	cleanup_secret_text struct text value = TEXT_EMPTY;
	const char *bytes = (const char *)node->data.scalar.value;
	size_t length_bytes = node->data.scalar.length;

	if (!object->is_base64)
		text_append_bytes(&value, bytes, length_bytes);
	else if (!base64_decode(bytes, length_bytes, &value))
	{
		settings_add_problem(
			manifest->settings,
			"%s:%lu: %s is not base64, as a Secret's data must be (plain text goes "
			"into stringData)",
			manifest->name, yaml_node_line(node), definition->name);
		return;
	}
	if (strlen(text_bytes(&value)) != value.length_bytes)
	{
		settings_add_problem(manifest->settings,
		                     "%s:%lu: %s holds a NUL byte, which is not allowed", manifest->name,
		                     yaml_node_line(node), definition->name);
		return;
	}
	if (value.length_bytes > 0 && value.bytes[value.length_bytes - 1] == '\n')
		value.bytes[value.length_bytes - 1] = '\0';

	cleanup_memory char *origin = origin_of(manifest, object, node);

	settings_offer(manifest->settings, definition->key, SETTING_FROM_MANIFEST, origin,
	               text_bytes(&value));
}

static void
read_data(const struct manifest *manifest, const struct manifest_object *object,
          const yaml_node_t *mapping)
{
	if (mapping == NULL || mapping->type != YAML_MAPPING_NODE)
		return;
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const yaml_node_t *key_node = yaml_document_get_node(manifest->document, pair->key);
		const char *key = yaml_node_text(key_node);
		const yaml_node_t *value = yaml_document_get_node(manifest->document, pair->value);
		const struct setting_definition *definition =
			key != NULL ? setting_definition_by_name(key) : NULL;

		if (definition == NULL)
		{
			note_unknown_key(manifest, object, key_node);
			continue;
		}
		if (is_string(manifest, value, key))
			offer_scalar(manifest, object, definition, value);
	}
}

/* Returns how many ConfigMaps and Secrets were found. */
static size_t
read_manifest_object(const struct manifest *manifest, const yaml_node_t *node)
{
	const char *kind = scalar_member(manifest, node, "kind");
	const yaml_node_t *metadata = yaml_node_member(manifest->document, node, "metadata");
	struct manifest_object object = {
		.kind = kind,
		.name = scalar_member(manifest, metadata, "name"),
	};

	if (kind == NULL || (strcmp(kind, "ConfigMap") != 0 && strcmp(kind, "Secret") != 0))
		return 0;
	object.is_base64 = strcmp(kind, "Secret") == 0;
	read_data(manifest, &object, yaml_node_member(manifest->document, node, "data"));
	if (object.is_base64)
	{
		/* Wins over data (reference of Secret, core/v1). */
		object.is_base64 = false;
		read_data(manifest, &object, yaml_node_member(manifest->document, node, "stringData"));
	}
	return 1;
}

static size_t
count_objects(const struct manifest *manifest)
{
	const yaml_node_t *root = yaml_document_get_root_node(manifest->document);
	const char *kind = scalar_member(manifest, root, "kind");
	size_t object_count = 0;

	if (kind == NULL || strcmp(kind, "List") != 0)
		return read_manifest_object(manifest, root);

	/* kubectl get -o yaml of more than one. */
	const yaml_node_t *items = yaml_node_member(manifest->document, root, "items");

	if (items == NULL || items->type != YAML_SEQUENCE_NODE)
		return 0;
	for (const yaml_node_item_t *item = items->data.sequence.items.start;
	     item < items->data.sequence.items.top; item++)
		object_count +=
			read_manifest_object(manifest, yaml_document_get_node(manifest->document, *item));
	return object_count;
}

static void
read_manifest_document(void *context, yaml_document_t *document)
{
	struct manifest *manifest = context;

	manifest->document = document;
	manifest->object_count += count_objects(manifest);
}

void
manifest_read(struct settings *settings, const char *name, const char *bytes, size_t length_bytes)
{
	struct manifest manifest = {.name = name, .settings = settings};
	struct settings_yaml yaml = {
		.name = name,
		.bytes = bytes,
		.length_bytes = length_bytes,
		.settings = settings,
		.context = &manifest,
		.visit = read_manifest_document,
	};

	if (settings_yaml_visit(&yaml) && manifest.object_count == 0)
		settings_add_problem(settings, "%s: holds no ConfigMap and no Secret", name);
}
