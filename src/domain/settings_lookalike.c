#include "domain/settings_lookalike.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/settings_state.h"

enum
{
	LOOKALIKES_BYTES = 600 /* enough for the keys of one Secret */
};

/* Written small and without marks: "jdbc-uri" is "jdbcuri". */
struct lookalike
{
	const char *name;
	enum setting_key keys[4]; /* ends with SETTING_COUNT if there are fewer */
};

#define PASSWORDS SETTING_NOETL_PASSWORD, SETTING_POSTGRES_PASSWORD, SETTING_NOETL_ADMIN_PASSWORD
#define OF_HOST                              \
	{                                        \
		SETTING_POSTGRES_HOST, SETTING_COUNT \
	}
#define OF_PASSWORD              \
	{                            \
		PASSWORDS, SETTING_COUNT \
	}
#define OF_USER                              \
	{                                        \
		SETTING_POSTGRES_USER, SETTING_COUNT \
	}
#define OF_ALL                           \
	{                                    \
		SETTING_POSTGRES_HOST, PASSWORDS \
	}

static const struct lookalike lookalikes[] = {
	{"host", OF_HOST},
	{"hostname", OF_HOST},
	{"dbhost", OF_HOST},
	{"endpoint", OF_HOST},
	{"server", OF_HOST},
	{"password", OF_PASSWORD},
	{"pass", OF_PASSWORD},
	{"passwd", OF_PASSWORD},
	{"pwd", OF_PASSWORD},
	{"dbpassword", OF_PASSWORD},
	{"username", OF_USER},
	{"user", OF_USER},
	{"dbuser", OF_USER},
	{"uri", OF_ALL},
	{"url", OF_ALL},
	{"dsn", OF_ALL},
	{"fqdnuri", OF_ALL},
	{"jdbcuri", OF_ALL},
	{"connectionstring", OF_ALL},
	{"databaseuri", OF_ALL},
};

/* The caller frees it. */
static char *
without_marks(const char *name)
{
	char *bare = memory_copy_text(name);
	size_t length = 0;

	for (const char *at = name; *at != '\0'; at++)
	{
		if (strchr("-_.", *at) == NULL)
			bare[length++] = (char)tolower((unsigned char)*at);
	}
	bare[length] = '\0';
	return bare;
}

/* A key for this setting alone comes first: a URI holds it among other things. */
static void
add_lookalike(struct setting_value *value, bool is_for_it_alone, const char *name,
              const char *origin)
{
	cleanup_text struct text list = TEXT_EMPTY;
	const char *known = value->lookalikes != NULL ? value->lookalikes : "";

	if (is_for_it_alone)
		text_append_format(&list, "%s (%s)%s%s", name, origin, known[0] != '\0' ? ", " : "", known);
	else
		text_append_format(&list, "%s%s%s (%s)", known, known[0] != '\0' ? ", " : "", name, origin);
	if (strlen(known) > LOOKALIKES_BYTES)
		return;
	free(value->lookalikes);
	value->lookalikes = text_steal(&list);
}

static bool
is_of_all(const struct lookalike *lookalike)
{
	return lookalike->keys[0] == SETTING_POSTGRES_HOST && lookalike->keys[1] != SETTING_COUNT;
}

void
settings_lookalike_note(struct settings *settings, const char *name, const char *origin)
{
	cleanup_memory char *bare = without_marks(name);

	for (size_t index = 0; index < COUNT_OF(lookalikes); index++)
	{
		const struct lookalike *lookalike = &lookalikes[index];

		if (strcmp(lookalike->name, bare) != 0)
			continue;
		for (size_t at = 0; at < COUNT_OF(lookalike->keys) && lookalike->keys[at] != SETTING_COUNT;
		     at++)
			add_lookalike(&settings->values[lookalike->keys[at]], !is_of_all(lookalike), name,
			              origin);
	}
}

void
settings_lookalike_note_variable(struct settings *settings, const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
	{
		if (isupper((unsigned char)*at) != 0)
			return;
	}
	settings_lookalike_note(settings, name, "environment");
}

const char *
settings_lookalikes(const struct settings *settings, enum setting_key key)
{
	return settings->values[key].lookalikes;
}
