#include "adapter/embedded/embedded_file.h"

#include <stdlib.h>
#include <string.h>

/* Written by the build, sorted by path. */
extern const struct embedded_file embedded_table[];
extern const size_t embedded_table_count;

static int
compare_path(const void *path, const void *file)
{
	return strcmp(path, ((const struct embedded_file *)file)->path);
}

const struct embedded_file *
embedded_file_find(const char *path)
{
	return bsearch(path, embedded_table, embedded_table_count, sizeof(embedded_table[0]),
	               compare_path);
}

const struct embedded_file *
embedded_files(size_t *count)
{
	*count = embedded_table_count;
	return embedded_table;
}
