#include "adapter/settings/database_url.h"

#include <ctype.h>
#include <libpq-fe.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/connection_uri.h"
#include "domain/settings_strength.h"
#include "domain/url_parameter.h"

/* A URL, and what is made of it. */
struct database_url
{
	struct settings *settings;
	const char *origin;
	enum setting_source source; /* of its parts */
	struct text parameters;     /* a URI with what libpq gets in addition to the settings */
};

static bool
is_of_environment(const struct settings *settings)
{
	return settings_source_is_trusted(settings_source(settings, SETTING_DATABASE_URL));
}

static void
append_escaped(struct text *uri, const char *value)
{
	for (const char *byte = value; *byte != '\0'; byte++)
	{
		if (isalnum((unsigned char)*byte) != 0 || strchr("-._~", *byte) != NULL)
			text_append_char(uri, *byte);
		else
			text_append_format(uri, "%%%02X", (unsigned int)(unsigned char)*byte);
	}
}

static void
pass_on(struct database_url *url, const PQconninfoOption *option)
{
	bool is_first = url->parameters.length_bytes == 0;

	text_append_format(&url->parameters, "%s%s=", is_first ? "postgresql://?" : "&",
	                   option->keyword);
	append_escaped(&url->parameters, option->val);
}

static void
read_parameter(struct database_url *url, const PQconninfoOption *option)
{
	const struct url_parameter *parameter = url_parameter_find(option->keyword, option->val);
	bool is_trusted = url->source == SETTING_FROM_LIBPQ;

	if (parameter == NULL)
		settings_add_problem(url->settings, "%s: its parameter \"%s\" is not supported",
		                     url->origin, option->keyword);
	else if (parameter->use == URL_PARAMETER_IS_SETTING)
		settings_offer(url->settings, parameter->key, url->source, url->origin, option->val);
	else if (parameter->use == URL_PARAMETER_OF_OPERATOR && !is_trusted)
		settings_add_problem(url->settings,
		                     "%s: its parameter \"%s\" is taken from a DATABASE_URL of the "
		                     "environment only",
		                     url->origin, option->keyword);
	else if (parameter->use != URL_PARAMETER_IS_DECIDED)
		pass_on(url, option);
}

static void
read_demand(struct database_url *url, const PQconninfoOption *option)
{
	const struct url_parameter *parameter = url_parameter_find(option->keyword, option->val);

	if (parameter != NULL && parameter->use == URL_PARAMETER_IS_SETTING &&
	    settings_strength_is_compared(parameter->key))
		settings_offer(url->settings, parameter->key, url->source, url->origin, option->val);
}

typedef void (*option_reader)(struct database_url *url, const PQconninfoOption *option);

static void
visit_options(struct database_url *url, PQconninfoOption *options, option_reader read)
{
	for (PQconninfoOption *option = options; option->keyword != NULL; option++)
	{
		if (option->val == NULL)
			continue;
		read(url, option);
	}
}

static void
visit_url(struct settings *settings, option_reader read)
{
	const char *uri = settings_text(settings, SETTING_DATABASE_URL);
	cleanup_memory char *origin =
		memory_format("DATABASE_URL, %s", settings_origin(settings, SETTING_DATABASE_URL));
	struct database_url url = {
		.settings = settings,
		.origin = origin,
		.source = is_of_environment(settings) ? SETTING_FROM_LIBPQ : SETTING_FROM_GIVEN_URL,
	};
	const char *problem = connection_uri_problem(uri);
	/* libpq leaves a copy of what it parses in memory that it has freed. */
	cleanup_memory char *stripped = connection_uri_without_password(uri);
	cleanup_secret char *password = connection_uri_password(uri);
	char *message = NULL;
	PQconninfoOption *options = stripped != NULL ? PQconninfoParse(stripped, &message) : NULL;

	PQfreemem(message);
	if (options == NULL)
	{
		settings_add_problem(settings, "%s: the URI (not shown, as it may hold a password) %s",
		                     origin, problem != NULL ? problem : "cannot be read by libpq");
		return;
	}
	visit_options(&url, options, read);
	PQconninfoFree(options);
	if (password != NULL && read == read_parameter)
		settings_offer(settings, SETTING_NOETL_ADMIN_PASSWORD, url.source, origin, password);
	if (url.parameters.length_bytes > 0)
		settings_set_connection_parameters(settings, text_bytes(&url.parameters));
	text_free(&url.parameters);
}

void
database_url_demand(struct settings *settings)
{
	if (settings_text(settings, SETTING_DATABASE_URL) != NULL && is_of_environment(settings))
		visit_url(settings, read_demand);
}

void
database_url_read(struct settings *settings)
{
	if (settings_text(settings, SETTING_DATABASE_URL) == NULL)
		return;
	visit_url(settings, read_parameter);
	/*
	 * Its parts are settings now: a run that needs no administrator must not keep the password in
	 * the URL.
	 */
	settings_forget_secret(settings, SETTING_DATABASE_URL);
}
