#ifndef DOMAIN_URI_PARTS_H
#define DOMAIN_URI_PARTS_H

/*
 * Finds where the parts of a URI begin and end, such that a password has only one possible place.
 *
 * Parsers disagree about characters that should have been escaped: "@" or "/" in a password turns
 * the rest into a host, a port or a path, which then appears in logs and DNS queries. Such a URI
 * is refused here. No problem repeats any part of it.
 */

#include <stdbool.h>
#include <stddef.h>

struct uri_part
{
	const char *bytes; /* borrowed from the URI */
	size_t length_bytes;
};

struct uri_parts
{
	bool has_user;
	struct uri_part user;  /* before the only "@" */
	struct uri_part hosts; /* "host:port", or several separated by commas */
	struct uri_part path;  /* behind the "/" */
	struct uri_part query; /* behind the "?" */
};

/*
 * scheme_bytes  length of the URI's beginning, "postgresql://"
 * Returns NULL, or the problem, in words that follow "the URI"; parts are written on success.
 */
const char *uri_parts_split(const char *uri, size_t scheme_bytes, struct uri_parts *parts);

#endif
