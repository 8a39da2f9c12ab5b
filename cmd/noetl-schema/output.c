#include "output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool
output_is_json(const struct settings *settings)
{
	return strcmp(settings_text(settings, SETTING_OUTPUT), "json") == 0;
}

bool
output_write(const struct text *text, struct failure *failure)
{
	size_t written_bytes = 0;

	while (written_bytes < text->length_bytes)
	{
		ssize_t count =
			write(STDOUT_FILENO, text->bytes + written_bytes, text->length_bytes - written_bytes);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return fail(failure, FAILURE_TRANSIENT, "cannot write to standard output: %m");
		written_bytes += (size_t)count;
	}
	return true;
}
