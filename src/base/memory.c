#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/failure.h"

static _Noreturn void
memory_exhausted(void)
{
	static const char message[] = "noetl-schema: out of memory\n";

	/* stdio may want memory itself. */
	ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);

	(void)written;
	_exit(FAILURE_TRANSIENT);
}

void *
memory_allocate(size_t count, size_t size_bytes)
{
	void *memory = calloc(count > 0 ? count : 1, size_bytes > 0 ? size_bytes : 1);

	if (memory == NULL)
		memory_exhausted();
	return memory;
}

void *
memory_resize(void *memory, size_t count, size_t size_bytes)
{
	if (size_bytes > 0 && count > SIZE_MAX / size_bytes)
		memory_exhausted();

	size_t wanted_bytes = count * size_bytes;
	void *resized = realloc(memory, wanted_bytes > 0 ? wanted_bytes : 1);

	if (resized == NULL)
		memory_exhausted();
	return resized;
}

char *
memory_copy_bytes(const char *bytes, size_t length_bytes)
{
	char *copy = memory_allocate(length_bytes + 1, 1);

	if (length_bytes > 0)
		memcpy(copy, bytes, length_bytes);
	return copy;
}

char *
memory_copy_text(const char *text)
{
	return memory_copy_bytes(text, strlen(text));
}

char *
memory_copy_text_or_null(const char *text)
{
	return text != NULL ? memory_copy_text(text) : NULL;
}

char *
memory_format(const char *format, ...)
{
	char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		memory_exhausted();
	return text;
}

void
memory_wipe_and_free(char *secret)
{
	if (secret == NULL)
		return;
	explicit_bzero(secret, strlen(secret));
	free(secret);
}
