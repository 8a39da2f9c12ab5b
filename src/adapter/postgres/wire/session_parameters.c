#include "adapter/postgres/wire/session_parameters.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "domain/authentication.h"

/* Where distributions keep the authorities that the system trusts; a static OpenSSL knows none of them. */
static const char *const system_bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt",                /* Debian, Alpine, our image */
	"/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, RHEL */
	"/etc/ssl/ca-bundle.pem",                            /* SUSE */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* RHEL without links */
	"/etc/ssl/cert.pem",                                 /* BSD, macOS */
};

/* What the settings decide; the rest of a URL may not. */
static const char *const decided_keywords[] = {
	"host",     "hostaddr",        "port",       "dbname",       "user",
	"password", "client_encoding", "gssencmode", "require_auth", "channel_binding",
};

enum
{
	FIRST_LIBPQ_WITH_REQUIRE_AUTH = 160000
};

static void
set_parameter(struct session_parameters *parameters, const char *keyword, const char *value)
{
	/* One place stays for the NULL at the end. */
	if (parameters->count + 1 >= SESSION_PARAMETER_LIMIT)
		return;
	parameters->keywords[parameters->count] = keyword;
	parameters->values[parameters->count] = value;
	parameters->count++;
}

const char *
session_parameters_value(const struct session_parameters *parameters, const char *keyword)
{
	for (size_t index = parameters->count; index > 0; index--)
	{
		if (strcmp(parameters->keywords[index - 1], keyword) == 0)
			return parameters->values[index - 1];
	}
	return NULL;
}

static void
set_ours(struct session_parameters *parameters)
{
	set_parameter(parameters, "fallback_application_name", "noetl-schema");
	/* A peer that is gone is noticed after some 25 seconds of silence, or 30 of unanswered data. */
	set_parameter(parameters, "keepalives", "1");
	set_parameter(parameters, "keepalives_idle", "10");
	set_parameter(parameters, "keepalives_interval", "5");
	set_parameter(parameters, "keepalives_count", "3");
	set_parameter(parameters, "tcp_user_timeout", "30000");
}

static bool
is_decided(const char *keyword)
{
	for (size_t index = 0; index < COUNT_OF(decided_keywords); index++)
	{
		if (strcmp(decided_keywords[index], keyword) == 0)
			return true;
	}
	return false;
}

static bool
set_from_url(struct session_parameters *parameters, const char *url, struct failure *failure)
{
	char *error = NULL;
	PQconninfoOption *options = PQconninfoParse(url, &error);

	if (options == NULL)
	{
		PQfreemem(error);
		/* libpq's own words would repeat the URL, and there may be a password in it. */
		(void)fail(failure, FAILURE_SETTINGS, "DATABASE_URL is not a connection URI");
		return fail_hint(failure, "write postgresql://user@host:port/database?sslmode=verify-full");
	}
	parameters->url_options = options;
	for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
	{
		if (option->val != NULL && !is_decided(option->keyword))
			set_parameter(parameters, option->keyword, option->val);
	}
	return true;
}

/* The settings' own words, which rank above those of a URL. */
static void
set_from_login(struct session_parameters *parameters, const struct login *login)
{
	const struct
	{
		const char *keyword;
		const char *value;
	} chosen[] = {
		{"passfile", login->passfile},       {"sslmode", login->sslmode},
		{"sslrootcert", login->sslrootcert}, {"sslcert", login->sslcert},
		{"sslkey", login->sslkey},           {"channel_binding", login->channel_binding},
	};

	for (size_t index = 0; index < COUNT_OF(chosen); index++)
	{
		if (chosen[index].value != NULL)
			set_parameter(parameters, chosen[index].keyword, chosen[index].value);
	}
}

static const char *
find_system_bundle(void)
{
	const char *chosen = getenv("SSL_CERT_FILE");

	if (chosen != NULL && chosen[0] != '\0')
		return chosen;
	for (size_t index = 0; index < COUNT_OF(system_bundles); index++)
	{
		if (access(system_bundles[index], R_OK) == 0)
			return system_bundles[index];
	}
	return NULL;
}

static const char *
value_or_environment(const struct session_parameters *parameters, const char *keyword,
                     const char *variable)
{
	const char *value = session_parameters_value(parameters, keyword);

	return value != NULL ? value : getenv(variable);
}

/*
 * sslrootcert=system is libpq's from version 16 on, and even there a static OpenSSL
 * does not find the system's authorities. So the file is named, and, as in libpq,
 * nothing weaker than verify-full goes with it.
 */
static bool
set_system_authorities(struct session_parameters *parameters, struct failure *failure)
{
	const char *authorities = value_or_environment(parameters, "sslrootcert", "PGSSLROOTCERT");
	const char *mode = value_or_environment(parameters, "sslmode", "PGSSLMODE");

	if (authorities == NULL || strcmp(authorities, "system") != 0)
		return true;
	if (mode != NULL && strcmp(mode, "verify-full") != 0)
		return fail(
			failure, FAILURE_SETTINGS,
			"sslmode \"%s\" is too weak for sslrootcert=system: only verify-full goes with it",
			mode);

	const char *bundle = find_system_bundle();

	if (bundle == NULL)
	{
		(void)fail(failure, FAILURE_SETTINGS,
		           "sslrootcert=system: no bundle of trusted certificates on this machine");
		return fail_hint(failure, "name one in SSL_CERT_FILE or in PGSSLROOTCERT");
	}
	set_parameter(parameters, "sslrootcert", bundle);
	set_parameter(parameters, "sslmode", "verify-full");
	return true;
}

/*
 * A named authority means that the server must be verified. libpq would then verify the
 * certificate, but go on without TLS where the server offers none, and accept any name.
 */
static void
set_mode_for_authority(struct session_parameters *parameters)
{
	if (value_or_environment(parameters, "sslrootcert", "PGSSLROOTCERT") != NULL &&
	    value_or_environment(parameters, "sslmode", "PGSSLMODE") == NULL)
		set_parameter(parameters, "sslmode", "verify-full");
}

/* What libpq itself refuses from version 16 on; the guard of the login judges the same, and more. */
static void
set_methods(struct session_parameters *parameters, const struct login *login)
{
	bool may_be_unasked =
		!login->must_be_asked && (login->password == NULL || login->sslcert != NULL ||
	                              login->host[0] == '/' || login->host[0] == '@');
	int64_t methods = login->authentication | (may_be_unasked ? AUTHENTICATION_NONE : 0);

	if (PQlibVersion() < FIRST_LIBPQ_WITH_REQUIRE_AUTH)
		return;
	parameters->methods = authentication_list(methods);
	set_parameter(parameters, "require_auth", parameters->methods);
}

bool
session_parameters_make(const struct login *login, struct session_parameters *parameters,
                        struct failure *failure)
{
	cleanup_session_parameters struct session_parameters made = {.count = 0};

	set_ours(&made);
	if (login->database_url != NULL && !set_from_url(&made, login->database_url, failure))
		return false;
	set_from_login(&made, login);
	if (!set_system_authorities(&made, failure))
		return false;
	set_mode_for_authority(&made);
	set_methods(&made, login);
	set_parameter(&made, "dbname", login->database);
	set_parameter(&made, "user", login->user);
	/* Not if NOETL_AUTH allows no question that it could answer. */
	if (login->password != NULL && login->authentication != AUTHENTICATION_NONE)
		set_parameter(&made, "password", login->password);
	/* In the startup packet, which poolers understand: literals of the first message are UTF-8. */
	set_parameter(&made, "client_encoding", "UTF8");
	/* Asking for Kerberos costs a round trip, and for a ticket a wait that cannot be interrupted. */
	set_parameter(&made, "gssencmode", "disable");
	*parameters = made;
	made.url_options = NULL;
	made.methods = NULL;
	return true;
}

void
session_parameters_aim(struct session_parameters *parameters, const struct candidate *candidate)
{
	set_parameter(parameters, "host", candidate->host);
	set_parameter(parameters, "port", candidate->port);
	if (candidate->address != NULL)
		set_parameter(parameters, "hostaddr", candidate->address);
}

void
session_parameters_free(struct session_parameters *parameters)
{
	PQconninfoOption *options = parameters->url_options;

	free(take(parameters->methods));
	if (options == NULL)
		return;
	/* One of them may be a password, which libpq would not overwrite. */
	for (PQconninfoOption *option = options; option->keyword != NULL; option++)
	{
		if (option->val != NULL)
			explicit_bzero(option->val, strlen(option->val));
	}
	PQconninfoFree(options);
	parameters->url_options = NULL;
}
