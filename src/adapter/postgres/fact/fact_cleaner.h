#ifndef ADAPTER_POSTGRES_FACT_FACT_CLEANER_H
#define ADAPTER_POSTGRES_FACT_FACT_CLEANER_H

/*
 * Texts out of a shadow as they would be without it.
 *
 * A shadow renames schemas, and definitions name them. The new name is not the old one and a
 * suffix: a long one was cut, and one that needed quotes ("user") needs none now (user__1a2b3c4d).
 * So a name is put back as a whole, as the server quotes both, and the suffix goes from what is left.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text_arena.h"

struct cleaned_name;

struct fact_cleaner
{
	const char *suffix;
	size_t suffix_bytes;
	struct cleaned_name *names;
	size_t name_count;
};

/* Without names; NULL: cleans nothing. The suffix is borrowed. */
struct fact_cleaner fact_cleaner_for(const char *suffix);

/* Names as the server writes them. Without the suffix in it a name is not looked for. */
void fact_cleaner_add(struct fact_cleaner *cleaner, const char *renamed, const char *original);

/* Whether there is anything to clean in it; false for NULL. */
bool fact_cleaner_finds(const struct fact_cleaner *cleaner, const char *text);

/* NULL for NULL. The copy lives as long as the arena. */
const char *fact_cleaner_copy(const struct fact_cleaner *cleaner, const char *text,
                              struct text_arena *arena);

void fact_cleaner_free(struct fact_cleaner *cleaner);
#define cleanup_fact_cleaner __attribute__((cleanup(fact_cleaner_free)))

#endif
