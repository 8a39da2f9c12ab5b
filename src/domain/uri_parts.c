#include "domain/uri_parts.h"

#include <ctype.h>
#include <string.h>

static bool
is_printable(const char *uri)
{
	for (const char *byte = uri; *byte != '\0'; byte++)
	{
		if (iscntrl((unsigned char)*byte) != 0 || isspace((unsigned char)*byte) != 0)
			return false;
	}
	return true;
}

/* "%00" would terminate a value early. */
static bool
has_good_escapes(const char *uri)
{
	for (const char *escape = strchr(uri, '%'); escape != NULL; escape = strchr(escape + 1, '%'))
	{
		if (isxdigit((unsigned char)escape[1]) == 0 || isxdigit((unsigned char)escape[2]) == 0 ||
		    (escape[1] == '0' && escape[2] == '0'))
			return false;
	}
	return true;
}

static struct uri_part
take_part(const char **place, const char *ends)
{
	struct uri_part part = {*place, strcspn(*place, ends)};

	*place += part.length_bytes;
	return part;
}

/* True for ":123" behind a name or a bracket, and for nothing. */
static bool
is_port(const char *bytes, size_t length_bytes)
{
	return length_bytes == 0 ||
	       (bytes[0] == ':' && strspn(bytes + 1, "0123456789") >= length_bytes - 1);
}

static bool
is_host(const char *bytes, size_t length_bytes)
{
	static const char characters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~%";
	size_t name_bytes = strspn(bytes, characters);

	if (bytes[0] == '[')
	{
		name_bytes = 1 + strspn(bytes + 1, "0123456789abcdefABCDEF:.");
		/* RFC 6874 escapes a zone, "%25eth0"; libpq also accepts it unescaped. */
		if (bytes[name_bytes] == '%')
			name_bytes += strspn(bytes + name_bytes, characters);
		name_bytes += bytes[name_bytes] == ']';
		if (bytes[name_bytes - 1] != ']')
			return false;
	}
	return name_bytes >= length_bytes || is_port(bytes + name_bytes, length_bytes - name_bytes);
}

static bool
are_hosts(struct uri_part hosts)
{
	const char *end = hosts.bytes + hosts.length_bytes;

	for (const char *host = hosts.bytes;; host++)
	{
		size_t left_bytes = (size_t)(end - host);
		size_t length_bytes = strcspn(host, ",");

		if (length_bytes >= left_bytes)
			return is_host(host, left_bytes);
		if (!is_host(host, length_bytes))
			return false;
		host += length_bytes;
	}
}

const char *
uri_parts_split(const char *uri, size_t scheme_bytes, struct uri_parts *parts)
{
	const char *place = uri + scheme_bytes;
	const char *at = strchr(place, '@');
	struct uri_parts found = {.has_user = at != NULL && place + strcspn(place, "/?") > at};

	if (!is_printable(uri))
		return "holds white space or a control character";
	if (!has_good_escapes(uri))
		return "has a \"%\" without the two hexadecimal digits of a character";
	if (at != NULL && (!found.has_user || strchr(at + 1, '@') != NULL))
		return "has an \"@\" or \"/\" in the wrong place: in user and password \"@\" is written "
			   "%40, \"/\" %2F, \"?\" %3F and \"%\" %25";
	if (found.has_user)
	{
		found.user = take_part(&place, "@");
		place++;
	}
	found.hosts = take_part(&place, "/?");
	if (!are_hosts(found.hosts))
		return "has something other than hosts and ports in their place";
	place += *place == '/';
	found.path = take_part(&place, "?");
	place += *place == '?';
	found.query = (struct uri_part){place, strlen(place)};
	*parts = found;
	return NULL;
}
