#ifndef ADAPTER_LIBRARY_LIBRARY_VERSION_H
#define ADAPTER_LIBRARY_LIBRARY_VERSION_H

#include <stddef.h>

/* A library that the program runs with, by the version it tells at run time. */
struct library_version
{
	const char *name;
	const char *version;
};

/* Static; count is written always. Not for two threads at once. */
const struct library_version *library_versions(size_t *count);

#endif
