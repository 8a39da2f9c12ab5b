#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * A growing piece of text.
 *
 * Starts as TEXT_EMPTY; .bytes is NUL-terminated after the first append and
 * NULL before it (text_bytes() never gives NULL). The owner releases it with
 * text_free(), or takes .bytes over with text_steal().
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text
{
	char *bytes;
	size_t length_bytes;
	size_t capacity_bytes;
};

#define TEXT_EMPTY ((struct text){NULL, 0, 0})

void text_append(struct text *text, const char *string);
void text_append_bytes(struct text *text, const char *bytes, size_t length_bytes);
void text_append_char(struct text *text, char character);
void text_append_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_append_arguments(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
/* Takes one line feed, or carriage return and line feed, off the end. */
void text_strip_line_end(struct text *text);
void text_clear(struct text *text);
void text_free(struct text *text);

/* For text that held a password: overwritten before it is released. */
void text_wipe_and_free(struct text *text);

const char *text_bytes(const struct text *text);

/* Hands the bytes to the caller, who frees them; the text is empty afterwards. */
char *text_steal(struct text *text);

/* Both NULL, or both the same bytes. */
bool text_is_same(const char *left, const char *right);

#define cleanup_text __attribute__((cleanup(text_free)))
#define cleanup_secret_text __attribute__((cleanup(text_wipe_and_free)))

#endif
