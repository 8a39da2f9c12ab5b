#include "domain/config_object.h"

#include <string.h>
#include <strings.h>

#include "base/count_of.h"

struct object_kind
{
	const char *word;
	bool is_secret;
};

/* The words that kubectl accepts, with the short form. */
static const struct object_kind kinds[] = {
	{"configmap", false},
	{"cm", false},
	{"secret", true},
};

/* Letters, digits and, inside, hyphens. */
static bool
is_label(const char *bytes, size_t length_bytes)
{
	static const char characters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return length_bytes > 0 && strspn(bytes, characters) >= length_bytes && bytes[0] != '-' &&
	       bytes[length_bytes - 1] != '-';
}

/* Labels with dots between them. ".." is refused: it would be another place in a URL. */
static bool
is_subdomain(const char *bytes)
{
	for (const char *label = bytes;;)
	{
		size_t length = strcspn(label, ".");

		if (!is_label(label, length))
			return false;
		if (label[length] == '\0')
			return true;
		label += length + 1;
	}
}

/* The kind before a slash, or a ConfigMap where there is none. */
static bool
read_kind(const char **cursor, bool *is_secret)
{
	const char *slash = strchr(*cursor, '/');

	*is_secret = false;
	if (slash == NULL)
		return true;

	size_t length = (size_t)(slash - *cursor);

	for (size_t index = 0; index < COUNT_OF(kinds); index++)
	{
		if (strlen(kinds[index].word) == length &&
		    strncasecmp(*cursor, kinds[index].word, length) == 0)
		{
			*is_secret = kinds[index].is_secret;
			*cursor = slash + 1;
			return true;
		}
	}
	return false;
}

bool
config_object_parse(const char *reference, struct config_object *object)
{
	struct config_object parsed = {0};
	size_t namespace_bytes = strcspn(reference, "/");

	if (reference[namespace_bytes] == '\0' || namespace_bytes > CONFIG_OBJECT_NAMESPACE_BYTES ||
	    !is_label(reference, namespace_bytes))
		return false;

	const char *name = reference + namespace_bytes + 1;

	if (!read_kind(&name, &parsed.is_secret) || strlen(name) > CONFIG_OBJECT_NAME_BYTES ||
	    !is_subdomain(name))
		return false;
	memcpy(parsed.namespace, reference, namespace_bytes);
	memcpy(parsed.name, name, strlen(name));
	*object = parsed;
	return true;
}

const char *
config_object_kind(const struct config_object *object)
{
	return object->is_secret ? "Secret" : "ConfigMap";
}
