#include "domain/settings_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/server_address.h"
#include "base/text.h"
#include "base/utf8.h"
#include "domain/allowance.h"
#include "domain/authentication.h"
#include "domain/config_object.h"
#include "domain/connection_uri.h"
#include "domain/managed_scope.h"
#include "domain/secret_text.h"
#include "domain/source_name.h"

enum
{
	IDENTIFIER_BYTES = 63, /* NAMEDATALEN - 1 of an unmodified PostgreSQL */
	PORT_GREATEST = 65535,
	SHOWN_BYTES = 80,  /* enough to recognise a value */
	NUMBER_DIGITS = 15 /* cannot overflow; the product with a day in milliseconds is checked */
};

struct duration_unit
{
	const char *name;
	int64_t factor_ms;
};

/* PostgreSQL's units, and Go's "m", which Kubernetes uses. */
static const struct duration_unit duration_units[] = {
	{"ms", 1},
	{"s", 1000},
	{"min", INT64_C(60000)},
	{"m", INT64_C(60000)},
	{"h", INT64_C(3600000)},
	{"d", INT64_C(86400000)},
};

struct flag_word
{
	const char *word;
	bool is_true;
};

static const struct flag_word flag_words[] = {
	{"true", true},   {"yes", true}, {"on", true},   {"1", true},  {"t", true},  {"y", true},
	{"false", false}, {"no", false}, {"off", false}, {"0", false}, {"f", false}, {"n", false},
};

char *
settings_value_quote(const char *value)
{
	cleanup_text struct text quoted = TEXT_EMPTY;
	size_t length_bytes = strnlen(value, SHOWN_BYTES);

	if (secret_text_is_likely(value))
		return memory_copy_text("a text that may hold a password, and so is not shown,");
	while (utf8_is_continuation(value[length_bytes]))
		length_bytes++;
	text_append_char(&quoted, '"');
	printable_append_bytes(&quoted, value, length_bytes);
	text_append(&quoted, value[length_bytes] != '\0' ? "...\"" : "\"");
	return text_steal(&quoted);
}

/* False if there are no digits or too many. */
static bool
parse_digits(const char **cursor, int64_t *number)
{
	int64_t value = 0;
	int digit_count = 0;

	for (; isdigit((unsigned char)**cursor); (*cursor)++, digit_count++)
	{
		if (digit_count == NUMBER_DIGITS)
			return false;
		value = value * 10 + (**cursor - '0');
	}
	*number = value;
	return digit_count > 0;
}

static bool
parse_integer(const struct setting_definition *definition, const char *value, int64_t *number)
{
	bool is_negative = *value == '-';
	const char *cursor = is_negative ? value + 1 : value;
	int64_t magnitude = 0;

	if (!parse_digits(&cursor, &magnitude) || *cursor != '\0')
		return false;
	*number = is_negative ? -magnitude : magnitude;
	return *number >= definition->least && *number <= definition->greatest;
}

static const struct duration_unit *
parse_duration_unit(const char **cursor)
{
	size_t length = strspn(*cursor, "abcdefghijklmnopqrstuvwxyz");

	for (size_t index = 0; index < COUNT_OF(duration_units); index++)
	{
		const struct duration_unit *unit = &duration_units[index];

		if (strlen(unit->name) == length && strncmp(*cursor, unit->name, length) == 0)
		{
			*cursor += length;
			return unit;
		}
	}
	return NULL;
}

/* A bare number means seconds, as in libpq's connect_timeout. "1h30min" is a sum. */
static bool
parse_duration(const struct setting_definition *definition, const char *value, int64_t *number)
{
	const char *cursor = value;
	int64_t total_ms = 0;

	do
	{
		int64_t count = 0;
		int64_t part_ms = 0;

		if (!parse_digits(&cursor, &count))
			return false;

		bool is_bare = *cursor == '\0' && total_ms == 0;
		const struct duration_unit *unit =
			is_bare ? &duration_units[1] : parse_duration_unit(&cursor);

		if (unit == NULL || __builtin_mul_overflow(count, unit->factor_ms, &part_ms) ||
		    __builtin_add_overflow(total_ms, part_ms, &total_ms))
			return false;
	} while (*cursor != '\0');
	*number = total_ms;
	return total_ms >= definition->least && total_ms <= definition->greatest;
}

static bool
parse_flag(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	for (size_t index = 0; index < COUNT_OF(flag_words); index++)
	{
		if (strcasecmp(value, flag_words[index].word) == 0)
		{
			*number = flag_words[index].is_true ? 1 : 0;
			return true;
		}
	}
	return false;
}

/* Other words for a choice, used by programs that share the environment, such as NoETL's server. */
struct choice_alias
{
	enum setting_key key;
	const char *word;
	const char *choice;
};

static const struct choice_alias choice_aliases[] = {
	{SETTING_LOG_LEVEL, "critical", "error"}, /* Python's logging */
	{SETTING_LOG_LEVEL, "warn", "warning"},
};

static const char *
resolve_alias(enum setting_key key, const char *value)
{
	for (size_t index = 0; index < COUNT_OF(choice_aliases); index++)
	{
		if (choice_aliases[index].key == key && strcasecmp(choice_aliases[index].word, value) == 0)
			return choice_aliases[index].choice;
	}
	return value;
}

/* Upper and lower case: NoETL writes NOETL_LOG_LEVEL=INFO. */
static bool
parse_choice(const struct setting_definition *definition, const char *value, int64_t *number)
{
	const char *word = resolve_alias(definition->key, value);
	size_t word_length = strlen(word);
	const char *choice = definition->choices;

	for (int64_t place = 0;; place++)
	{
		size_t length = strcspn(choice, "|");

		if (length == word_length && strncasecmp(choice, word, length) == 0)
		{
			*number = place;
			return true;
		}
		if (choice[length] == '\0')
			return false;
		choice += length + 1;
	}
}

char *
settings_value_choice(const struct setting_definition *definition, int64_t place)
{
	const char *choice = definition->choices;

	for (int64_t passed = 0; passed < place; passed++)
	{
		choice += strcspn(choice, "|");
		choice += *choice == '|';
	}
	return memory_copy_bytes(choice, strcspn(choice, "|"));
}

static bool
parse_text(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	(void)value;
	*number = 0;
	return true;
}

static bool
parse_identifier(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	*number = 0;
	/* A connection string instead of a name would appear in every message about it. */
	return strlen(value) <= IDENTIFIER_BYTES && !secret_text_is_likely(value);
}

/* White space at the end is the most frequent mistake: echo instead of printf, before base64. */
static bool
parse_host(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	*number = 0;
	return server_address_is_host_list(value);
}

static bool
parse_port(const struct setting_definition *definition, const char *value, int64_t *number)
{
	const char *cursor = value;
	int64_t first = 0;

	(void)definition;
	for (;;)
	{
		int64_t port = 0;

		if (!parse_digits(&cursor, &port) || port < 1 || port > PORT_GREATEST)
			return false;
		first = first == 0 ? port : first;
		if (*cursor == '\0')
			break;
		if (*cursor++ != ',')
			return false;
	}
	*number = first;
	return true;
}

static bool
parse_uri(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	*number = 0;
	return connection_uri_has_scheme(value);
}

static bool
parse_objects(const struct setting_definition *definition, const char *value, int64_t *number)
{
	cleanup_memory char *references = memory_copy_text(value);
	char *rest = NULL;

	(void)definition;
	*number = 0;
	for (char *reference = strtok_r(references, ":", &rest); reference != NULL;
	     reference = strtok_r(NULL, ":", &rest))
	{
		struct config_object object;

		if (!config_object_parse(reference, &object))
			return false;
	}
	return true;
}

static bool
parse_allowances(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	*number = 0;
	return allowances_are_valid(value);
}

static bool
parse_schemas(const struct setting_definition *definition, const char *value, int64_t *number)
{
	cleanup_name_list struct name_list names = {0};
	enum managed_scope scope = MANAGED_BY_PROMISE;

	(void)definition;
	*number = 0;
	return managed_scope_read(value, &scope, &names) && !secret_text_is_likely(value);
}

static bool
parse_authentication(const struct setting_definition *definition, const char *value,
                     int64_t *number)
{
	(void)definition;
	return authentication_parse(value, number);
}

static bool
parse_source_name(const struct setting_definition *definition, const char *value, int64_t *number)
{
	(void)definition;
	*number = 0;
	return source_name_is_valid(value);
}

typedef bool (*value_parser)(const struct setting_definition *definition, const char *value,
                             int64_t *number);

static const value_parser value_parsers[] = {
	[SETTING_TYPE_TEXT] = parse_text,
	[SETTING_TYPE_INTEGER] = parse_integer,
	[SETTING_TYPE_FLAG] = parse_flag,
	[SETTING_TYPE_DURATION] = parse_duration,
	[SETTING_TYPE_CHOICE] = parse_choice,
	[SETTING_TYPE_IDENTIFIER] = parse_identifier,
	[SETTING_TYPE_HOST] = parse_host,
	[SETTING_TYPE_PORT] = parse_port,
	[SETTING_TYPE_URI] = parse_uri,
	[SETTING_TYPE_PATHS] = parse_text,
	[SETTING_TYPE_OBJECTS] = parse_objects,
	[SETTING_TYPE_ALLOWANCES] = parse_allowances,
	[SETTING_TYPE_SCHEMAS] = parse_schemas,
	[SETTING_TYPE_AUTHENTICATION] = parse_authentication,
	[SETTING_TYPE_SOURCE_NAME] = parse_source_name,
};

/*
 * Types whose settings are often given a whole connection string, or a part of one, by mistake.
 * Their malformed values may contain a password.
 */
static const bool may_hold_password[] = {
	[SETTING_TYPE_IDENTIFIER] = true,     [SETTING_TYPE_HOST] = true,
	[SETTING_TYPE_PORT] = true,           [SETTING_TYPE_URI] = true,
	[SETTING_TYPE_AUTHENTICATION] = true, [SETTING_TYPE_SOURCE_NAME] = false,
};
_Static_assert(COUNT_OF(may_hold_password) == COUNT_OF(value_parsers),
               "each type says whether it may hold a password");

bool
settings_value_parse(const struct setting_definition *definition, const char *value,
                     int64_t *number, char **problem)
{
	int64_t parsed = 0;

	if (value_parsers[definition->type](definition, value, &parsed))
	{
		*number = parsed;
		return true;
	}

	cleanup_memory char *allowed = setting_allowed(definition);

	if (definition->is_secret || may_hold_password[definition->type])
	{
		*problem = memory_format("must be %s", allowed);
		return false;
	}

	cleanup_memory char *quoted = settings_value_quote(value);

	*problem = memory_format("%s is not %s", quoted, allowed);
	return false;
}
