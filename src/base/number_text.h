#ifndef BASE_NUMBER_TEXT_H
#define BASE_NUMBER_TEXT_H

/*
 * Whole numbers in text from elsewhere. strtoll() would accept white space before a number and
 * anything after it, and does not say how far too large a number is.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads an optional minus sign and decimal digits, all of the bytes and nothing else.
 * False, with the number as it was, for any other text and for what int64_t cannot hold.
 */
bool number_from_bytes(const char *bytes, size_t length_bytes, int64_t *number);
bool number_from_text(const char *text, int64_t *number);

/* The sum, or the limit of int64_t that it would exceed. */
int64_t number_add(int64_t left, int64_t right);

#endif
