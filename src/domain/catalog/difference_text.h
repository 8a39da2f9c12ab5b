#ifndef DOMAIN_CATALOG_DIFFERENCE_TEXT_H
#define DOMAIN_CATALOG_DIFFERENCE_TEXT_H

/*
 * What is unequal, for messages and for the proof after a change: "+index s.i" is missing,
 * "-view s.v" is there and not desired, "~column s.t.c type: integer -> bigint" is another.
 */

#include <stddef.h>

#include "base/text_arena.h"
#include "domain/catalog/fact.h"

struct difference_texts
{
	const char **items; /* in the order of kinds and identities */
	size_t count;
	struct text_arena texts;
};

/*
 * Empty if the live side is as desired.
 *
 * An object that was just created from its desired text may read back with another definition
 * (parsed once more); it is the same where that is the desired fact's extra.reparsed. Values of
 * kinds that may hold a password are not shown.
 */
void difference_texts_make(const struct fact_set *live, const struct fact_set *desired,
                           struct difference_texts *differences);

void difference_texts_free(struct difference_texts *differences);
#define cleanup_difference_texts __attribute__((cleanup(difference_texts_free)))

#endif
