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

/* Whose URL it is. */
struct url_role
{
	enum setting_key url;
	enum setting_key user;
	enum setting_key password;
	enum setting_key database;
};

static const struct url_role administrator_url = {SETTING_DATABASE_URL, SETTING_NOETL_ADMIN_USER,
                                                  SETTING_NOETL_ADMIN_PASSWORD,
                                                  SETTING_NOETL_ADMIN_DB};
static const struct url_role owner_url = {SETTING_NOETL_DATABASE_URL, SETTING_NOETL_USER,
                                          SETTING_NOETL_PASSWORD, SETTING_NOETL_POSTGRES_DB};

/* A URL, and what is made of it. */
struct database_url
{
	struct settings *settings;
	const struct url_role *role;
	const char *origin;
	enum setting_source source; /* of its parts */
	struct text parameters;     /* a URI with what libpq gets in addition to the settings */
};

static bool
is_of_environment(const struct settings *settings, const struct url_role *role)
{
	return settings_source_is_trusted(settings_source(settings, role->url));
}

static bool
is_owners(const struct database_url *url)
{
	return url->role == &owner_url;
}

/* The owner's URL is a setting among others; what libpq would read ranks below, and gives way. */
static enum setting_source
source_of_parts(const struct settings *settings, const struct url_role *role)
{
	if (role == &owner_url)
		return settings_source(settings, role->url);
	return is_of_environment(settings, role) ? SETTING_FROM_LIBPQ : SETTING_FROM_GIVEN_URL;
}

/* The tables of libpq's keywords name the administrator's settings. */
static enum setting_key
key_of_part(const struct database_url *url, enum setting_key key)
{
	if (key == administrator_url.user)
		return url->role->user;
	if (key == administrator_url.password)
		return url->role->password;
	return key == administrator_url.database ? url->role->database : key;
}

/* Which of the two was meant cannot be told. Neither value is shown: one may be a password. */
static bool
contradicts_setting(const struct database_url *url, enum setting_key key, const char *value)
{
	const char *given = settings_text(url->settings, key);

	if (!is_owners(url) || given == NULL || !settings_is_given(url->settings, key) ||
	    settings_source(url->settings, key) > url->source || strcmp(given, value) == 0)
		return false;
	settings_add_problem(url->settings, "%s contradicts %s (%s): give one of them", url->origin,
	                     setting_definition(key)->name, settings_origin(url->settings, key));
	return true;
}

static void
offer_part(const struct database_url *url, enum setting_key key, const char *value)
{
	if (!contradicts_setting(url, key, value))
		settings_offer(url->settings, key, url->source, url->origin, value);
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
	bool is_trusted = is_of_environment(url->settings, url->role);

	if (parameter == NULL)
		settings_add_problem(url->settings, "%s: its parameter \"%s\" is not supported",
		                     url->origin, option->keyword);
	else if (parameter->use == URL_PARAMETER_IS_SETTING)
		offer_part(url, key_of_part(url, parameter->key), option->val);
	else if (parameter->use == URL_PARAMETER_OF_OPERATOR && !is_trusted)
		settings_add_problem(
			url->settings, "%s: its parameter \"%s\" is taken from a %s of the environment only",
			url->origin, option->keyword, setting_definition(url->role->url)->name);
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
keep_parameters(const struct database_url *url)
{
	if (url->parameters.length_bytes == 0)
		return;
	if (settings_connection_parameters(url->settings) != NULL)
		settings_add_problem(url->settings,
		                     "%s: its parameters would apply to every login, as those of the other "
		                     "URL do: give them in one of the two",
		                     url->origin);
	else
		settings_set_connection_parameters(url->settings, text_bytes(&url->parameters));
}

static void
visit_url(struct settings *settings, const struct url_role *role, option_reader read)
{
	const char *uri = settings_text(settings, role->url);
	cleanup_memory char *origin = memory_format("%s, %s", setting_definition(role->url)->name,
	                                            settings_origin(settings, role->url));
	struct database_url url = {
		.settings = settings,
		.role = role,
		.origin = origin,
		.source = source_of_parts(settings, role),
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
		offer_part(&url, role->password, password);
	keep_parameters(&url);
	text_free(&url.parameters);
}

void
database_url_demand(struct settings *settings)
{
	if (settings_text(settings, SETTING_DATABASE_URL) != NULL &&
	    is_of_environment(settings, &administrator_url))
		visit_url(settings, &administrator_url, read_demand);
}

/*
 * Its parts are settings afterwards: a run that does not need the password must not keep it in the
 * URL.
 */
static void
read_whole_url(struct settings *settings, const struct url_role *role)
{
	if (settings_text(settings, role->url) == NULL)
		return;
	visit_url(settings, role, read_parameter);
	settings_forget_secret(settings, role->url);
}

void
database_url_read(struct settings *settings)
{
	read_whole_url(settings, &administrator_url);
}

void
database_url_read_owners(struct settings *settings)
{
	read_whole_url(settings, &owner_url);
}
