#include "domain/source_name.h"

#include <stddef.h>
#include <string.h>

#include "base/memory.h"

static const char first_characters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
static const char characters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

bool
source_name_is_valid(const char *name)
{
	size_t length_bytes = strspn(name, characters);

	return length_bytes > 0 && length_bytes <= SOURCE_NAME_BYTES && name[length_bytes] == '\0' &&
	       strchr(first_characters, name[0]) != NULL;
}

/* The length without the suffix, unless there is nothing before it. */
static size_t
drop_suffix(const char *name, size_t length_bytes, const char *suffix)
{
	size_t suffix_bytes = strlen(suffix);
	bool has_suffix = length_bytes > suffix_bytes &&
	                  memcmp(name + length_bytes - suffix_bytes, suffix, suffix_bytes) == 0;

	return has_suffix ? length_bytes - suffix_bytes : length_bytes;
}

char *
source_name_of_path(const char *path)
{
	size_t end = strlen(path);

	if (strcmp(path, "-") == 0)
		return memory_copy_text("stdin");
	/* Of a folder. */
	while (end > 1 && path[end - 1] == '/')
		end--;

	size_t begin = end;

	while (begin > 0 && path[begin - 1] != '/')
		begin--;

	const char *name = path + begin;
	size_t length_bytes = drop_suffix(name, end - begin, ".sql.gz");

	return memory_copy_bytes(name, drop_suffix(name, length_bytes, ".sql"));
}
