#include "base/bounded_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"

enum
{
	READ_BYTES = 4096
};

bool
bounded_file_read(int descriptor, size_t limit_bytes, struct text *content, char **why)
{
	cleanup_secret_text struct text collected = TEXT_EMPTY;
	char buffer[READ_BYTES];
	ssize_t count;

	while ((count = read(descriptor, buffer, sizeof buffer)) != 0)
	{
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
		{
			*why = memory_format("cannot be read: %m");
			break;
		}
		if (collected.length_bytes + (size_t)count > limit_bytes)
		{
			*why = memory_format("is larger than %zu kB", limit_bytes / 1024);
			break;
		}
		text_append_bytes(&collected, buffer, (size_t)count);
	}
	explicit_bzero(buffer, sizeof buffer);
	if (count != 0)
		return false;
	text_append(&collected, "");
	*content = collected;
	collected = TEXT_EMPTY;
	return true;
}

bool
bounded_file_read_regular(const char *path, size_t limit_bytes, struct text *content, char **why)
{
	/* Opening a pipe or a terminal may wait as well as reading it. */
	cleanup_descriptor int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (descriptor < 0 || fstat(descriptor, &status) != 0)
	{
		*why = memory_format("cannot be opened: %m");
		return false;
	}
	if (!S_ISREG(status.st_mode))
	{
		*why = memory_copy_text("is not a regular file");
		return false;
	}
	return bounded_file_read(descriptor, limit_bytes, content, why);
}
