#include "adapter/postgres/query/array_text.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/memory.h"

struct array_reading
{
	const char *at; /* what is read next */
	char *end;      /* of what was written into the items' bytes */
	struct array_items *items;
};

void
array_items_free(struct array_items *items)
{
	free(items->items);
	free(items->bytes);
	*items = (struct array_items){NULL, 0, NULL};
}

/* Text between quotes, in which a backslash stands before a quote and a backslash. */
static bool
read_quoted(struct array_reading *reading)
{
	for (reading->at++; *reading->at != '"'; reading->at++)
	{
		if (*reading->at == '\\')
			reading->at++;
		if (*reading->at == '\0')
			return false;
		*reading->end++ = *reading->at;
	}
	reading->at++;
	return true;
}

/* An element without quotes is never empty, and holds no character of an array's syntax. */
static bool
read_bare(struct array_reading *reading)
{
	size_t length_bytes = strcspn(reading->at, ",{}\"\\");

	memcpy(reading->end, reading->at, length_bytes);
	reading->end += length_bytes;
	reading->at += length_bytes;
	return length_bytes > 0;
}

static void
append_item(struct array_reading *reading, const char *item)
{
	*ARRAY_ADD(reading->items->items, reading->items->count) = item;
}

static bool
read_element(struct array_reading *reading)
{
	const char *item = reading->end;
	bool is_quoted = *reading->at == '"';

	if (is_quoted ? !read_quoted(reading) : !read_bare(reading))
		return false;
	*reading->end++ = '\0';
	append_item(reading, !is_quoted && strcasecmp(item, "NULL") == 0 ? NULL : item);
	return true;
}

/*
 * The bytes have room for the whole text: an element and its NUL take no more room than the element
 * and its separator.
 */
static bool
read_all(struct array_reading *reading)
{
	if (strcmp(reading->at, "{}") == 0)
		return true;
	if (*reading->at != '{')
		return false;
	do
	{
		reading->at++;
		if (!read_element(reading))
			return false;
	} while (*reading->at == ',');
	return strcmp(reading->at, "}") == 0;
}

bool
array_text_read(const char *text, struct array_items *items)
{
	*items = (struct array_items){.bytes = memory_allocate(strlen(text) + 1, 1)};

	struct array_reading reading = {.at = text, .end = items->bytes, .items = items};

	if (read_all(&reading))
		return true;
	array_items_free(items);
	return false;
}

bool
array_text_is_whole(const char *text)
{
	cleanup_array_items struct array_items items = {NULL, 0, NULL};

	return array_text_read(text, &items);
}

static int
compare_items(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void
array_items_sort(struct array_items *items)
{
	if (items->count > 1)
		qsort(items->items, items->count, sizeof items->items[0], compare_items);
}

static void
append_text_element(struct text *array, const char *element)
{
	if (element == NULL)
	{
		text_append(array, "null");
		return;
	}
	text_append_char(array, '"');
	for (const char *byte = element; *byte != '\0'; byte++)
	{
		if (*byte == '"' || *byte == '\\')
			text_append_char(array, '\\');
		text_append_char(array, *byte);
	}
	text_append_char(array, '"');
}

static void
append_element(struct text *array, enum array_element element, const void *member)
{
	switch (element)
	{
		case ARRAY_OF_TEXTS:
			append_text_element(array, *(const char *const *)member);
			break;
		case ARRAY_OF_INTEGERS:
			text_append_format(array, "%" PRId64, *(const int64_t *)member);
			break;
		case ARRAY_OF_FLAGS:
			text_append_char(array, *(const bool *)member ? 't' : 'f');
			break;
	}
}

void
array_text_append(struct text *array, const struct array_source *source)
{
	const char *item = source->items;

	text_append_char(array, '{');
	for (size_t index = 0; index < source->count; index++)
	{
		const void *member = item + index * source->stride_bytes + source->offset_bytes;

		if (index > 0)
			text_append_char(array, ',');
		append_element(array, source->element, member);
	}
	text_append_char(array, '}');
}
