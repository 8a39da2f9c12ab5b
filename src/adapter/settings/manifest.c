#include "adapter/settings/manifest.h"

#include <string.h>
#include <yaml.h>

#include "adapter/settings/manifest_scalar.h"
#include "base/base64.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	ANCHOR_COUNT = 100, /* libyaml compares each with every other */
	NODE_COUNT = 100000
};

/* The YAML document that is being read, and what it is called. */
struct manifest
{
	const char *name;
	struct settings *settings;
	yaml_document_t *document;
};

/* One ConfigMap or Secret in it. */
struct manifest_object
{
	const char *kind;
	const char *name;
	bool is_base64;
};

/* Lines of libyaml count from 0. */
static unsigned long
line_of(const yaml_node_t *node)
{
	return (unsigned long)node->start_mark.line + 1;
}

static const char *
scalar_text(const yaml_node_t *node)
{
	return node != NULL && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value
	                                                      : NULL;
}

/* The value of a key in a mapping, or NULL. */
static yaml_node_t *
find_member(const struct manifest *manifest, const yaml_node_t *mapping, const char *key)
{
	if (mapping == NULL || mapping->type != YAML_MAPPING_NODE)
		return NULL;
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const char *name = scalar_text(yaml_document_get_node(manifest->document, pair->key));

		if (name != NULL && strcmp(name, key) == 0)
			return yaml_document_get_node(manifest->document, pair->value);
	}
	return NULL;
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
		manifest->name, line_of(node), key, misread);
	return false;
}

static void
offer_value(const struct manifest *manifest, const struct manifest_object *object,
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
			manifest->name, line_of(node), definition->name);
		return;
	}
	if (strlen(text_bytes(&value)) != value.length_bytes)
	{
		settings_add_problem(manifest->settings, "%s:%lu: %s holds a NUL byte, which no value may",
		                     manifest->name, line_of(node), definition->name);
		return;
	}
	if (value.length_bytes > 0 && value.bytes[value.length_bytes - 1] == '\n')
		value.bytes[value.length_bytes - 1] = '\0';

	cleanup_memory char *origin =
		memory_format("%s:%lu (%s%s%s)", manifest->name, line_of(node), object->kind,
	                  object->name != NULL ? " " : "", object->name != NULL ? object->name : "");

	settings_offer(manifest->settings, definition->key, SETTING_FROM_MANIFEST, origin,
	               text_bytes(&value));
}

static void
read_data(const struct manifest *manifest, const struct manifest_object *object,
          const yaml_node_t *mapping)
{
	bool was_seen[SETTING_COUNT] = {false};

	if (mapping == NULL || mapping->type != YAML_MAPPING_NODE)
		return;
	for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++)
	{
		const char *key = scalar_text(yaml_document_get_node(manifest->document, pair->key));
		const yaml_node_t *value = yaml_document_get_node(manifest->document, pair->value);
		const struct setting_definition *definition =
			key != NULL ? setting_definition_by_name(key) : NULL;

		if (definition == NULL)
			continue;
		if (was_seen[definition->key])
			settings_add_problem(manifest->settings, "%s:%lu: %s is there twice", manifest->name,
			                     line_of(value), key);
		else if (is_string(manifest, value, key))
			offer_value(manifest, object, definition, value);
		was_seen[definition->key] = true;
	}
}

/* Passwords stay in libyaml's memory otherwise, until somebody gets that memory. */
static void
wipe_scalars(const yaml_document_t *document)
{
	for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_SCALAR_NODE)
			explicit_bzero(node->data.scalar.value, node->data.scalar.length);
	}
}

/* Returns how many ConfigMaps and Secrets were found. */
static size_t
read_object(const struct manifest *manifest, const yaml_node_t *node)
{
	const char *kind = scalar_text(find_member(manifest, node, "kind"));
	const yaml_node_t *metadata = find_member(manifest, node, "metadata");
	struct manifest_object object = {
		.kind = kind,
		.name = scalar_text(find_member(manifest, metadata, "name")),
	};

	if (kind == NULL || (strcmp(kind, "ConfigMap") != 0 && strcmp(kind, "Secret") != 0))
		return 0;
	object.is_base64 = strcmp(kind, "Secret") == 0;
	read_data(manifest, &object, find_member(manifest, node, "data"));
	if (object.is_base64)
	{
		/* Wins over data (reference of Secret, core/v1). */
		object.is_base64 = false;
		read_data(manifest, &object, find_member(manifest, node, "stringData"));
	}
	return 1;
}

static size_t
read_document(const struct manifest *manifest)
{
	const yaml_node_t *root = yaml_document_get_root_node(manifest->document);
	const char *kind = scalar_text(find_member(manifest, root, "kind"));
	size_t object_count = 0;

	if (kind == NULL || strcmp(kind, "List") != 0)
		return read_object(manifest, root);

	/* kubectl get -o yaml of more than one. */
	const yaml_node_t *items = find_member(manifest, root, "items");

	if (items == NULL || items->type != YAML_SEQUENCE_NODE)
		return 0;
	for (const yaml_node_item_t *item = items->data.sequence.items.start;
	     item < items->data.sequence.items.top; item++)
		object_count += read_object(manifest, yaml_document_get_node(manifest->document, *item));
	return object_count;
}

static void
add_yaml_problem(struct settings *settings, const char *name, const yaml_parser_t *parser)
{
	unsigned long line = (unsigned long)parser->problem_mark.line + 1;

	settings_add_problem(settings, "%s:%lu: not YAML: %s", name, line,
	                     parser->problem != NULL ? parser->problem : "memory ran out");
}

/*
 * Walks over the file once without keeping anything, since the cost of loading
 * it grows with the square of its anchors.
 */
static bool
is_bounded(struct settings *settings, const char *name, yaml_parser_t *parser)
{
	size_t anchor_count = 0;
	size_t node_count = 0;

	for (;;)
	{
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event))
		{
			add_yaml_problem(settings, name, parser);
			return false;
		}

		yaml_event_type_t type = event.type;

		if ((type == YAML_SCALAR_EVENT && event.data.scalar.anchor != NULL) ||
		    (type == YAML_SEQUENCE_START_EVENT && event.data.sequence_start.anchor != NULL) ||
		    (type == YAML_MAPPING_START_EVENT && event.data.mapping_start.anchor != NULL))
			anchor_count++;
		if (type == YAML_SCALAR_EVENT)
			explicit_bzero(event.data.scalar.value, event.data.scalar.length);
		yaml_event_delete(&event);
		if (anchor_count > ANCHOR_COUNT || ++node_count > NODE_COUNT)
		{
			settings_add_problem(settings, "%s: more than %d anchors or %d values", name,
			                     ANCHOR_COUNT, NODE_COUNT);
			return false;
		}
		if (type == YAML_STREAM_END_EVENT)
			return true;
	}
}

/* Documents until the stream's end; false if the YAML is bad. */
static bool
read_documents(struct settings *settings, const char *name, yaml_parser_t *parser,
               size_t *object_count)
{
	for (;;)
	{
		yaml_document_t document;
		struct manifest manifest = {.name = name, .settings = settings, .document = &document};

		if (!yaml_parser_load(parser, &document))
		{
			add_yaml_problem(settings, name, parser);
			return false;
		}

		bool is_end = yaml_document_get_root_node(&document) == NULL;

		if (!is_end)
			*object_count += read_document(&manifest);
		wipe_scalars(&document);
		yaml_document_delete(&document);
		if (is_end)
			return true;
	}
}

void
manifest_read(struct settings *settings, const char *name, const char *bytes, size_t length_bytes)
{
	cleanup_(yaml_parser_delete) yaml_parser_t first;
	cleanup_(yaml_parser_delete) yaml_parser_t second;
	size_t object_count = 0;

	(void)yaml_parser_initialize(&first);
	(void)yaml_parser_initialize(&second);
	yaml_parser_set_input_string(&first, (const unsigned char *)bytes, length_bytes);
	yaml_parser_set_input_string(&second, (const unsigned char *)bytes, length_bytes);
	if (is_bounded(settings, name, &first) &&
	    read_documents(settings, name, &second, &object_count) && object_count == 0)
		settings_add_problem(settings, "%s: holds no ConfigMap and no Secret", name);
}
