#ifndef BASE_LIKELY_WORD_H
#define BASE_LIKELY_WORD_H

/* How likely one word is a misspelling of another. */

#include <stddef.h>

enum
{
	LIKELY_WORD_BYTES = 64 /* no name of ours is longer */
};

/*
 * The optimal string alignment distance: how many slips of a typist (a byte left out, put in or
 * replaced, or two neighbours swapped) lie between the words. LIKELY_WORD_BYTES if one of them is
 * longer than that. A distance of limit or more is not computed exactly: the result may then be any
 * number that is not below limit.
 */
size_t likely_word_distance(const char *left, const char *right, size_t limit);

#endif
