#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the UTF-8 character at the start of NUL-terminated bytes, or 0 if they are none. */
size_t utf8_character_length(const unsigned char *bytes);

/* The character's number in Unicode, of bytes that utf8_character_length() has measured. */
uint32_t utf8_decode(const char *bytes, size_t length_bytes);

/* Whether the byte continues a character, rather than beginning one. */
bool utf8_is_continuation(char byte);

/* How many characters NUL-terminated text has. */
size_t utf8_count(const char *text);

/*
 * How many of a text's first limit_bytes can be kept without cutting a character; length_bytes if all of
 * the text fits.
 */
size_t utf8_fit(const char *text, size_t length_bytes, size_t limit_bytes);

/* Takes off the beginning of a character that was cut at the end of a text. */
void utf8_drop_cut_end(char *text);

/* Whether NUL-terminated text is UTF-8 from its beginning to its end. */
bool utf8_is_valid(const char *text);

#endif
