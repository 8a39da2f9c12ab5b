#include "adapter/settings/database_url.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/connection_uri.h"

struct url_part
{
	const char *keyword;
	enum setting_key key;
};

static const struct url_part url_parts[] = {
	{"host", SETTING_POSTGRES_HOST},
	{"port", SETTING_POSTGRES_PORT},
	{"user", SETTING_NOETL_ADMIN_USER},
	{"password", SETTING_NOETL_ADMIN_PASSWORD},
	{"dbname", SETTING_NOETL_ADMIN_DB},
	{"require_auth", SETTING_NOETL_AUTH}, /* libpq 16 and later knows it */
	{"channel_binding", SETTING_PGCHANNELBINDING},
};

static void
offer_part(struct settings *settings, const PQconninfoOption *option, const char *origin)
{
	for (size_t index = 0; index < sizeof url_parts / sizeof url_parts[0]; index++)
	{
		if (strcmp(url_parts[index].keyword, option->keyword) == 0)
			settings_offer(settings, url_parts[index].key, SETTING_FROM_LIBPQ, origin, option->val);
	}
}

void
database_url_read(struct settings *settings)
{
	const char *url = settings_text(settings, SETTING_DATABASE_URL);
	char *message = NULL;

	if (url == NULL)
		return;

	cleanup_memory char *origin =
		memory_format("DATABASE_URL, %s", settings_origin(settings, SETTING_DATABASE_URL));
	const char *problem = connection_uri_problem(url);
	PQconninfoOption *options = problem == NULL ? PQconninfoParse(url, &message) : NULL;

	PQfreemem(message);
	if (options == NULL)
	{
		settings_add_problem(settings, "%s: the URI (not shown, as it may hold a password) %s",
		                     origin, problem != NULL ? problem : "is none that libpq can read");
		return;
	}
	for (PQconninfoOption *option = options; option->keyword != NULL; option++)
	{
		if (option->val == NULL)
			continue;
		offer_part(settings, option, origin);
		explicit_bzero(option->val, strlen(option->val));
	}
	PQconninfoFree(options);
}
