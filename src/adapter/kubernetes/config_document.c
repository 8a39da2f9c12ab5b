#include "adapter/kubernetes/config_document.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/base64.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "domain/settings_lookalike.h"
#include "domain/settings_typo.h"

enum
{
	VALUE_BYTES = 64 * 1024 /* as for a file in a mounted directory */
};

struct config_document
{
	struct settings *settings;
	const struct config_object *object;
	char *origin;
	size_t setting_count;
};

/*
 * Passwords would otherwise stay in the parser's freed memory until it is reused; so would those in
 * the annotation that kubectl apply leaves. cJSON bounds the depth.
 */
static void
wipe(const cJSON *item)
{
	for (; item != NULL; item = item->next)
	{
		if (item->valuestring != NULL)
			explicit_bzero(item->valuestring, strlen(item->valuestring));
		wipe(item->child);
	}
}

static void
wipe_and_delete(cJSON **document)
{
	wipe(*document);
	cJSON_Delete(*document);
}

#define cleanup_json cleanup_(wipe_and_delete)

/* A NUL would cut a value silently, because cJSON's strings end at it. */
static bool
holds_nul(const struct text *document)
{
	static const char escape[] = "\\u0000";
	const char *bytes = text_bytes(document);
	size_t length_bytes = document->length_bytes;
	size_t index = 0;

	if (strlen(bytes) != length_bytes)
		return true;
	while (index < length_bytes)
	{
		if (strncmp(bytes + index, escape, sizeof escape - 1) == 0)
			return true;
		/* The character after a backslash does not begin an escape. */
		index += bytes[index] == '\\' ? 2 : 1;
	}
	return false;
}

static bool
decode_value(const struct config_object *object, const char *encoded, struct text *value)
{
	if (object->is_secret)
		return base64_decode(encoded, strlen(encoded), value);
	text_append(value, encoded);
	return true;
}

/* Why a value cannot be used, in words that follow its name; NULL if it can. */
static const char *
find_fault(const struct text *value)
{
	if (value->length_bytes > VALUE_BYTES)
		return "is larger than 64 kB";
	if (strlen(text_bytes(value)) != value->length_bytes)
		return "holds a NUL byte, which is not allowed";
	if (!utf8_is_valid(text_bytes(value)))
		return "is not UTF-8";
	return NULL;
}

static void
offer_encoded(const struct config_document *document, const struct setting_definition *definition,
              const char *encoded)
{
	cleanup_secret_text struct text value = TEXT_EMPTY;

	if (!decode_value(document->object, encoded, &value))
	{
		settings_add_problem(document->settings, "%s: %s is not base64, as a Secret's data must be",
		                     document->origin, definition->name);
		return;
	}

	const char *fault = find_fault(&value);

	if (fault != NULL)
	{
		settings_add_problem(document->settings, "%s: %s %s", document->origin, definition->name,
		                     fault);
		return;
	}
	text_strip_line_end(&value);
	settings_offer(document->settings, definition->key, SETTING_FROM_CLUSTER, document->origin,
	               text_bytes(&value));
}

typedef void (*item_reader)(const struct config_document *document,
                            const struct setting_definition *definition, const cJSON *item);

static void
offer_item(const struct config_document *document, const struct setting_definition *definition,
           const cJSON *item)
{
	if (cJSON_IsString(item))
		offer_encoded(document, definition, item->valuestring);
	else
		settings_add_problem(document->settings, "%s: %s is not a string", document->origin,
		                     definition->name);
}

/* Where kubectl create configmap --from-file puts binary content. */
static void
refuse_binary_item(const struct config_document *document,
                   const struct setting_definition *definition, const cJSON *item)
{
	(void)item;
	settings_add_problem(document->settings, "%s: %s is in binaryData: it is not UTF-8",
	                     document->origin, definition->name);
}

static void
read_items(struct config_document *document, const cJSON *data, item_reader read)
{
	const cJSON *item = NULL;

	cJSON_ArrayForEach(item, data)
	{
		const struct setting_definition *definition =
			item->string != NULL ? setting_definition_by_name(item->string) : NULL;

		if (definition != NULL)
		{
			document->setting_count++;
			read(document, definition, item);
		}
		else if (item->string != NULL)
		{
			settings_typo_note(document->settings, item->string, document->origin);
			settings_lookalike_note(document->settings, item->string, document->origin);
		}
	}
}

static bool
is_of_kind(const cJSON *root, const char *kind)
{
	const char *found = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "kind"));

	return cJSON_IsObject(root) && found != NULL && strcmp(found, kind) == 0;
}

bool
config_document_offer(struct settings *settings, const struct config_object *object,
                      const struct text *document, struct failure *failure)
{
	const char *kind = config_object_kind(object);
	cleanup_memory char *origin = memory_format("%s %s/%s", kind, object->namespace, object->name);
	cleanup_json cJSON *root = NULL;
	struct config_document reading = {settings, object, origin, 0};

	if (holds_nul(document))
		return fail(failure, FAILURE_SETTINGS,
		            "cannot use %s: the answer of the Kubernetes API holds a NUL character",
		            origin);
	root = cJSON_ParseWithLength(text_bytes(document), document->length_bytes);
	if (!is_of_kind(root, kind))
		return fail(failure, FAILURE_SETTINGS,
		            "cannot use %s: the answer of the Kubernetes API is not a %s in JSON", origin,
		            kind);
	read_items(&reading, cJSON_GetObjectItemCaseSensitive(root, "data"), offer_item);
	if (!object->is_secret)
		read_items(&reading, cJSON_GetObjectItemCaseSensitive(root, "binaryData"),
		           refuse_binary_item);
	if (reading.setting_count == 0)
		settings_add_note(settings, true, "%s holds no setting", origin);
	return true;
}
