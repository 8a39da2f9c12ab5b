#ifndef ADAPTER_POSTGRES_QUERY_ARRAY_TEXT_H
#define ADAPTER_POSTGRES_QUERY_ARRAY_TEXT_H

/*
 * One-dimensional arrays as PostgreSQL writes them (manual, "Array Input and Output Syntax"):
 * {10,9}, {"a b",NULL,"\""}. This is the only reader and the only writer of them. Any other text is
 * refused. Room is made for the elements that are read, not for a count from elsewhere.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct array_items
{
	const char **items; /* NULL among them is SQL's null */
	size_t count;
	char *bytes; /* what the items point into */
};

/* False, with items empty, for a text that PostgreSQL would not have written. */
bool array_text_read(const char *text, struct array_items *items);
bool array_text_is_whole(const char *text);

/* In byte order; there must be no null among them. */
void array_items_sort(struct array_items *items);

void array_items_free(struct array_items *items);
#define cleanup_array_items __attribute__((cleanup(array_items_free)))

enum array_element
{
	ARRAY_OF_TEXTS,    /* const char * */
	ARRAY_OF_INTEGERS, /* int64_t */
	ARRAY_OF_FLAGS     /* bool */
};

/* What an array is written from: such an element at offset_bytes of each item. */
struct array_source
{
	const void *items;
	size_t count;
	size_t stride_bytes; /* of an item */
	size_t offset_bytes;
	enum array_element element;
};

/* Appends {"a","b",null}: every text in quotes, a NULL without them; or {1,-2}; or {t,f}. */
void array_text_append(struct text *array, const struct array_source *source);

#endif
