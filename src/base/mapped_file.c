#include "base/mapped_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum
{
	BLOCK_BYTES = 1 << 20 /* that is given back at once; pages are smaller everywhere */
};

struct mapped_file
{
	int descriptor;
	char *text;
	size_t length_bytes;
	size_t mapped_bytes;
	struct stat status;
};

/*
 * The file's pages lie over the first ones of a larger piece of zeros, so that a NUL follows also
 * where the file ends with a page.
 */
static char *
map_over_zeros(int descriptor, size_t length_bytes, size_t mapped_bytes)
{
	char *zeros = mmap(NULL, mapped_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (zeros == MAP_FAILED)
		return NULL;
	if (mmap(zeros, length_bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) != MAP_FAILED)
		return zeros;
	(void)munmap(zeros, mapped_bytes);
	return NULL;
}

struct mapped_file *
mapped_file_new(int descriptor)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0)
		return NULL;

	size_t length_bytes = (size_t)status.st_size;
	size_t mapped_bytes = (length_bytes / BLOCK_BYTES + 1) * BLOCK_BYTES;
	char *text = map_over_zeros(descriptor, length_bytes, mapped_bytes);
	int kept = text != NULL ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1;
	struct mapped_file *file = NULL;

	if (text == NULL)
		return NULL;
	file = memory_allocate(1, sizeof *file);
	*file = (struct mapped_file){kept, text, length_bytes, mapped_bytes, status};
	return file;
}

void
mapped_file_free(struct mapped_file *file)
{
	if (file == NULL)
		return;
	(void)munmap(file->text, file->mapped_bytes);
	if (file->descriptor >= 0)
		(void)close(file->descriptor);
	free(file);
}

char *
mapped_file_text(const struct mapped_file *file)
{
	return file->text;
}

size_t
mapped_file_length_bytes(const struct mapped_file *file)
{
	return file->length_bytes;
}

bool
mapped_file_is_unchanged(const struct mapped_file *file)
{
	struct stat now;

	return fstat(file->descriptor, &now) == 0 && now.st_size == file->status.st_size &&
	       now.st_mtim.tv_sec == file->status.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == file->status.st_mtim.tv_nsec;
}

void
mapped_file_let_go(const struct mapped_file *file, size_t start_bytes, size_t end_bytes)
{
	size_t first = start_bytes / BLOCK_BYTES * BLOCK_BYTES;
	size_t end = end_bytes / BLOCK_BYTES * BLOCK_BYTES;

	if (file != NULL && first < end)
		(void)madvise(file->text + first, end - first, MADV_DONTNEED);
}
