#include "domain/connection_uri.h"

#include <string.h>
#include <strings.h>

#include "base/count_of.h"
#include "base/memory.h"
#include "domain/uri_parts.h"

static const char *const schemes[] = {"postgresql://", "postgres://"};

static size_t
scheme_bytes(const char *uri)
{
	for (size_t index = 0; index < COUNT_OF(schemes); index++)
	{
		if (strncmp(uri, schemes[index], strlen(schemes[index])) == 0)
			return strlen(schemes[index]);
	}
	return 0;
}

bool
connection_uri_has_scheme(const char *uri)
{
	return scheme_bytes(uri) > 0;
}

static bool
is_database(struct uri_part path)
{
	for (size_t index = 0; index < path.length_bytes; index++)
	{
		if (strchr("/:#=", path.bytes[index]) != NULL)
			return false;
	}
	return true;
}

/* A parameter holds a password if its name ends in that word, as "sslpassword" does. */
static bool
names_password(const char *parameter, size_t length_bytes)
{
	static const char word[] = "password";
	size_t word_bytes = sizeof word - 1;

	return length_bytes >= word_bytes &&
	       strncasecmp(parameter + length_bytes - word_bytes, word, word_bytes) == 0;
}

static const char *
query_problem(struct uri_part query)
{
	const char *end = query.bytes + query.length_bytes;

	for (const char *parameter = query.bytes; parameter < end;)
	{
		size_t length_bytes = strcspn(parameter, "&");
		size_t name_bytes = strcspn(parameter, "=&");

		if (name_bytes == length_bytes || name_bytes == 0)
			return "has a parameter that is not NAME=VALUE";
		if (memchr(parameter, '%', name_bytes) != NULL)
			return "has an escape in the name of a parameter";
		if (names_password(parameter, name_bytes))
			return "has a password among its parameters: its place is between user and host";
		parameter += length_bytes;
		parameter += *parameter == '&';
	}
	return NULL;
}

const char *
connection_uri_problem(const char *uri)
{
	struct uri_parts parts = {0};
	const char *problem = uri_parts_split(uri, scheme_bytes(uri), &parts);

	if (problem != NULL)
		return problem;
	if (!is_database(parts.path))
		return "has more than a database's name behind the host: there \"/\" is written %2F, "
			   "\":\" %3A, \"=\" %3D and \"#\" %23";
	return query_problem(parts.query);
}

/* False if the URI has no password. */
static bool
find_password(const char *uri, struct uri_part *password)
{
	struct uri_parts parts = {0};

	if (connection_uri_problem(uri) != NULL ||
	    uri_parts_split(uri, scheme_bytes(uri), &parts) != NULL || !parts.has_user)
		return false;

	const char *colon = memchr(parts.user.bytes, ':', parts.user.length_bytes);

	if (colon == NULL)
		return false;
	password->bytes = colon + 1;
	password->length_bytes = (size_t)(parts.user.bytes + parts.user.length_bytes - colon) - 1;
	return true;
}

char *
connection_uri_without_password(const char *uri)
{
	struct uri_part password;

	if (connection_uri_problem(uri) != NULL)
		return NULL;
	if (!find_password(uri, &password))
		return memory_copy_text(uri);
	return memory_format("%.*s%s", (int)(password.bytes - 1 - uri), uri,
	                     password.bytes + password.length_bytes);
}

static int
hexadecimal_value(char digit)
{
	static const char digits[] = "0123456789abcdef";

	return (int)(strchr(digits, digit | 0x20) - digits);
}

char *
connection_uri_password(const char *uri)
{
	struct uri_part part;

	if (!find_password(uri, &part) || part.length_bytes == 0)
		return NULL;

	char *password = memory_copy_bytes(part.bytes, part.length_bytes);
	char *end = password;

	for (const char *byte = part.bytes; byte < part.bytes + part.length_bytes; byte++, end++)
	{
		*end = *byte;
		if (*byte != '%')
			continue;
		*end = (char)(hexadecimal_value(byte[1]) * 16 + hexadecimal_value(byte[2]));
		byte += 2;
	}
	memset(end, 0, (size_t)(password + part.length_bytes - end));
	return password;
}
