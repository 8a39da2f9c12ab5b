#include "base/server_address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

static const char name_characters[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

static bool
is_name(const char *text)
{
	return text[0] != '\0' && text[strspn(text, name_characters)] == '\0';
}

/* "fe80::1%eth0" has a zone (RFC 4007, section 11). */
static bool
is_ipv6_address(const char *host)
{
	struct in6_addr ignored;
	size_t length = strcspn(host, "%");
	cleanup_memory char *address = memory_copy_bytes(host, length);

	return inet_pton(AF_INET6, address, &ignored) == 1 &&
	       (host[length] == '\0' || is_name(host + length + 1));
}

bool
server_address_is_host(const char *host)
{
	return is_name(host) || is_ipv6_address(host);
}

/* The name of a folder may have white space inside; at the end it is a mistake, as in names. */
static bool
is_socket(const char *host)
{
	const char *path = host + 1;

	for (const char *byte = path; *byte != '\0'; byte++)
	{
		if (iscntrl((unsigned char)*byte) != 0)
			return false;
	}
	/* "//user:password@host" is a URI that lost its scheme. */
	return strchr(path, '@') == NULL && strncmp(host, "//", 2) != 0 && strchr(path, '=') == NULL &&
	       strchr(path, '?') == NULL;
}

static bool
is_host_or_socket(const char *host)
{
	if (host[0] == '/')
		return is_socket(host);
	return host[0] == '@' ? is_name(host + 1) : server_address_is_host(host);
}

bool
server_address_is_host_list(const char *hosts)
{
	for (const char *place = hosts;;)
	{
		size_t length = strcspn(place, ",");
		cleanup_memory char *host = memory_copy_bytes(place, length);

		if (!is_host_or_socket(host))
			return false;
		if (place[length] == '\0')
			return true;
		place += length + 1;
	}
}
