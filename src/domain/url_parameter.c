#include "domain/url_parameter.h"

#include <stddef.h>
#include <string.h>

#include "base/count_of.h"

#define PASSED(keyword)                                 \
	{                                                   \
		keyword, URL_PARAMETER_IS_PASSED, SETTING_COUNT \
	}
#define OF_OPERATOR(keyword)                              \
	{                                                     \
		keyword, URL_PARAMETER_OF_OPERATOR, SETTING_COUNT \
	}
#define DECIDED(keyword)                                 \
	{                                                    \
		keyword, URL_PARAMETER_IS_DECIDED, SETTING_COUNT \
	}

/* libpq, "Parameter Key Words". */
static const struct url_parameter url_parameters[] = {
	{"host", URL_PARAMETER_IS_SETTING, SETTING_POSTGRES_HOST},
	{"port", URL_PARAMETER_IS_SETTING, SETTING_POSTGRES_PORT},
	{"user", URL_PARAMETER_IS_SETTING, SETTING_NOETL_ADMIN_USER},
	{"password", URL_PARAMETER_IS_SETTING, SETTING_NOETL_ADMIN_PASSWORD},
	{"dbname", URL_PARAMETER_IS_SETTING, SETTING_NOETL_ADMIN_DB},
	{"passfile", URL_PARAMETER_IS_SETTING, SETTING_PGPASSFILE},
	{"sslmode", URL_PARAMETER_IS_SETTING, SETTING_PGSSLMODE},
	{"sslrootcert", URL_PARAMETER_IS_SETTING, SETTING_PGSSLROOTCERT},
	{"sslcert", URL_PARAMETER_IS_SETTING, SETTING_PGSSLCERT},
	{"sslkey", URL_PARAMETER_IS_SETTING, SETTING_PGSSLKEY},
	{"require_auth", URL_PARAMETER_IS_SETTING, SETTING_NOETL_AUTH}, /* libpq 16 and later */
	{"channel_binding", URL_PARAMETER_IS_SETTING, SETTING_PGCHANNELBINDING},
	PASSED("application_name"),
	PASSED("connect_timeout"),
	PASSED("keepalives"),
	PASSED("keepalives_idle"),
	PASSED("keepalives_interval"),
	PASSED("keepalives_count"),
	PASSED("tcp_user_timeout"),
	PASSED("target_session_attrs"),
	/*
	 * Each of these can weaken the connection, or, in a superuser's session, run code of its
	 * author.
	 */
	OF_OPERATOR("options"),
	OF_OPERATOR("requirepeer"),
	OF_OPERATOR("sslcrl"),
	OF_OPERATOR("sslcrldir"),
	OF_OPERATOR("sslcertmode"),
	OF_OPERATOR("sslcompression"),
	OF_OPERATOR("sslnegotiation"),
	OF_OPERATOR("sslsni"),
	OF_OPERATOR("ssl_min_protocol_version"),
	OF_OPERATOR("ssl_max_protocol_version"),
	OF_OPERATOR("min_protocol_version"),
	OF_OPERATOR("max_protocol_version"),
	DECIDED("client_encoding"),
	DECIDED("fallback_application_name"),
	DECIDED("gssencmode"),
	DECIDED("load_balance_hosts"),
};

const struct url_parameter *
url_parameter_find(const char *keyword, const char *value)
{
	/* The program never uses GSS encryption, and must not connect without what is demanded. */
	if (strcmp(keyword, "gssencmode") == 0 && strcmp(value, "require") == 0)
		return NULL;
	for (size_t index = 0; index < COUNT_OF(url_parameters); index++)
	{
		if (strcmp(url_parameters[index].keyword, keyword) == 0)
			return &url_parameters[index];
	}
	return NULL;
}
