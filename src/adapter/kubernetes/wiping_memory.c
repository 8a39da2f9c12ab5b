#include "adapter/kubernetes/wiping_memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

static void
wipe_and_free(void *memory)
{
	if (memory != NULL)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

/* realloc() may move the bytes and leave the old ones behind. */
static void *
wipe_and_resize(void *memory, size_t size_bytes)
{
	size_t held_bytes = memory != NULL ? malloc_usable_size(memory) : 0;
	void *resized = malloc(size_bytes > 0 ? size_bytes : 1);

	if (resized == NULL)
		return NULL;
	if (memory != NULL)
		memcpy(resized, memory, held_bytes < size_bytes ? held_bytes : size_bytes);
	wipe_and_free(memory);
	return resized;
}

bool
wiping_memory_start_libcurl(void)
{
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free, wipe_and_resize, strdup,
	                            calloc) == CURLE_OK;
}
