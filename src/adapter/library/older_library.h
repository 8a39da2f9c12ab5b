#ifndef ADAPTER_LIBRARY_OLDER_LIBRARY_H
#define ADAPTER_LIBRARY_OLDER_LIBRARY_H

/* A Debian source package that the static program was made of although a newer version is pinned. */
struct older_library
{
	const char *package;
	const char *version;
	const char *pinned; /* the version that it stands in for */
};

/* Known since the build; ends with a package that is NULL, which in an ordinary build is the first. */
extern const struct older_library older_libraries[];

#endif
