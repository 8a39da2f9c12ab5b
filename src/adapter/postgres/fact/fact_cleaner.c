#include "adapter/postgres/fact/fact_cleaner.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/text.h"

struct cleaned_name
{
	char *renamed;
	size_t renamed_bytes;
	size_t before_bytes; /* of it, before the suffix */
	char *original;
};

struct fact_cleaner
fact_cleaner_for(const char *suffix)
{
	if (suffix == NULL || suffix[0] == '\0')
		return (struct fact_cleaner){0};
	return (struct fact_cleaner){.suffix = suffix, .suffix_bytes = strlen(suffix)};
}

void
fact_cleaner_add(struct fact_cleaner *cleaner, const char *renamed, const char *original)
{
	const char *suffix = cleaner->suffix != NULL ? strstr(renamed, cleaner->suffix) : NULL;

	if (suffix == NULL)
		return;
	*ARRAY_ADD(cleaner->names, cleaner->name_count) = (struct cleaned_name){
		.renamed = memory_copy_text(renamed),
		.renamed_bytes = strlen(renamed),
		.before_bytes = (size_t)(suffix - renamed),
		.original = memory_copy_text(original),
	};
}

bool
fact_cleaner_finds(const struct fact_cleaner *cleaner, const char *text)
{
	return cleaner->suffix != NULL && text != NULL && strstr(text, cleaner->suffix) != NULL;
}

/* What a name may go on with, or have before it, and is another name then. */
static bool
belongs_to_name(char byte)
{
	return byte == '"' || byte == '_' || byte == '$' || isalnum((unsigned char)byte) ||
	       (unsigned char)byte >= 0x80;
}

struct cleaning
{
	const char *text;
	const char *rest;   /* of it, that is not written yet */
	const char *suffix; /* the first in the rest */
};

static bool
is_whole_name(const struct cleaning *cleaning, const struct cleaned_name *name)
{
	if ((size_t)(cleaning->suffix - cleaning->rest) < name->before_bytes)
		return false;

	const char *begin = cleaning->suffix - name->before_bytes;

	if (strncmp(begin, name->renamed, name->renamed_bytes) != 0)
		return false;
	return (begin == cleaning->text || !belongs_to_name(begin[-1])) &&
	       !belongs_to_name(begin[name->renamed_bytes]);
}

static const struct cleaned_name *
find_cleaned_name(const struct fact_cleaner *cleaner, const struct cleaning *cleaning)
{
	for (size_t index = 0; index < cleaner->name_count; index++)
	{
		if (is_whole_name(cleaning, &cleaner->names[index]))
			return &cleaner->names[index];
	}
	return NULL;
}

static void
clean(const struct fact_cleaner *cleaner, const char *text, struct text *cleaned)
{
	struct cleaning cleaning = {.text = text, .rest = text};

	while ((cleaning.suffix = strstr(cleaning.rest, cleaner->suffix)) != NULL)
	{
		const struct cleaned_name *name = find_cleaned_name(cleaner, &cleaning);
		const char *end = cleaning.suffix - (name != NULL ? name->before_bytes : 0);

		text_append_bytes(cleaned, cleaning.rest, (size_t)(end - cleaning.rest));
		if (name != NULL)
			text_append(cleaned, name->original);
		cleaning.rest = end + (name != NULL ? name->renamed_bytes : cleaner->suffix_bytes);
	}
	text_append(cleaned, cleaning.rest);
}

const char *
fact_cleaner_copy(const struct fact_cleaner *cleaner, const char *text, struct text_arena *arena)
{
	cleanup_text struct text cleaned = TEXT_EMPTY;

	if (!fact_cleaner_finds(cleaner, text))
		return text_arena_copy_or_null(arena, text);
	clean(cleaner, text, &cleaned);
	return text_arena_copy(arena, text_bytes(&cleaned));
}

void
fact_cleaner_free(struct fact_cleaner *cleaner)
{
	for (size_t index = 0; index < cleaner->name_count; index++)
	{
		free(cleaner->names[index].renamed);
		free(cleaner->names[index].original);
	}
	free(cleaner->names);
	*cleaner = (struct fact_cleaner){0};
}
