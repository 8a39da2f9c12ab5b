#include "adapter/file/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "base/write_all.h"

enum
{
	FOLDER_MODE = 0777, /* less the umask, as mkdir(1) */
	FILE_MODE = 0666,   /* less the umask, as a shell's > */
	OUTPUT_BUFFER_BYTES = 65536
};

struct output_file
{
	char *path;           /* "-": standard output */
	char *temporary_path; /* NULL for standard output */
	int descriptor;
	struct text unwritten;
	bool is_file;
};

static void
output_file_free(struct output_file *file)
{
	if (file->is_file)
		(void)close(file->descriptor);
	text_free(&file->unwritten);
	free(file->path);
	free(file->temporary_path);
	free(file);
}

static void
output_file_abandon(struct output_file *file)
{
	if (file == NULL)
		return;
	if (file->temporary_path != NULL)
		(void)unlink(file->temporary_path);
	output_file_free(file);
}

DEFINE_CLEANUP(cleanup_output_file_pointer, struct output_file *, output_file_abandon)

static bool
make_folders(const char *path, struct failure *failure)
{
	cleanup_memory char *folder = memory_copy_text(path);

	for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/'))
	{
		*slash = '\0';
		if (mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST)
			return fail(failure, FAILURE_SETTINGS, "cannot make folder \"%s\": %s", folder,
			            strerror(errno));
		*slash = '/';
	}
	return true;
}

/*
 * The temporary file is beside the final one, so that both are in one file system and rename()
 * works. mkstemp() makes a file that only its owner can read; this one gets the usual mode.
 */
static bool
open_temporary(struct output_file *file, struct failure *failure)
{
	file->temporary_path = memory_format("%s.XXXXXX", file->path);

	cleanup_descriptor int descriptor = mkostemp(file->temporary_path, O_CLOEXEC);

	if (descriptor < 0)
	{
		(void)fail(failure, FAILURE_SETTINGS, "cannot write beside \"%s\": %s", file->path,
		           strerror(errno));
		free(take(file->temporary_path));
		return false;
	}

	mode_t mask = umask(0);

	(void)umask(mask);
	(void)fchmod(descriptor, FILE_MODE & ~mask);
	file->descriptor = descriptor;
	descriptor = -1;
	file->is_file = true;
	return true;
}

static bool
output_file_open(const char *path, struct output_file **file, struct failure *failure)
{
	__attribute__((cleanup(cleanup_output_file_pointer))) struct output_file *opened =
		memory_allocate(1, sizeof(struct output_file));
	struct stat status;

	opened->path = memory_copy_text(path);
	if (strcmp(path, "-") == 0)
		opened->descriptor = STDOUT_FILENO;
	else if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return fail(failure, FAILURE_SETTINGS, "cannot write \"%s\": it is not a regular file",
		            path);
	else if (!make_folders(path, failure) || !open_temporary(opened, failure))
		return false;
	*file = take(opened);
	return true;
}

static bool
fail_to_write(const struct output_file *file, struct failure *failure)
{
	/* A later attempt may succeed: the disk may have room, and the reader may stay to the end. */
	enum failure_kind kind =
		!file->is_file || errno == ENOSPC || errno == EDQUOT ? FAILURE_TRANSIENT : FAILURE_SETTINGS;

	return fail(failure, kind, "cannot write %s: %s",
	            file->is_file ? file->path : "to standard output", strerror(errno));
}

static bool
flush(struct output_file *file, struct failure *failure)
{
	enum write_outcome outcome =
		write_all(file->descriptor, text_bytes(&file->unwritten), file->unwritten.length_bytes, 0);

	if (outcome == WRITE_FAILED)
		return fail_to_write(file, failure);
	if (outcome == WRITE_STOPPED)
		return stop_signal_fail(failure, "writing to standard output, which is not read");
	text_clear(&file->unwritten);
	return true;
}

static bool
output_file_write(struct output_file *file, const char *bytes, size_t length_bytes,
                  struct failure *failure)
{
	text_append_bytes(&file->unwritten, bytes, length_bytes);
	return file->unwritten.length_bytes < OUTPUT_BUFFER_BYTES || flush(file, failure);
}

/*
 * A name is on disk once its folder is. File systems that cannot synchronise a folder answer
 * EINVAL.
 */
static void
synchronise_folder(const char *path)
{
	cleanup_memory char *folder = memory_copy_text(path);
	char *slash = strrchr(folder, '/');

	if (slash != NULL)
		slash[1] = '\0';

	cleanup_descriptor int descriptor =
		open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (descriptor >= 0)
		(void)fsync(descriptor);
}

static bool
output_file_keep(struct output_file *file, struct failure *failure)
{
	__attribute__((cleanup(cleanup_output_file_pointer))) struct output_file *kept = file;

	if (!flush(kept, failure))
		return false;
	if (!kept->is_file)
		return true;
	if (fsync(kept->descriptor) != 0 || rename(kept->temporary_path, kept->path) != 0)
		return fail_to_write(kept, failure);
	free(take(kept->temporary_path));
	synchronise_folder(kept->path);
	return true;
}

const struct output_operations output_file_operations = {
	.open = output_file_open,
	.write = output_file_write,
	.keep = output_file_keep,
	.abandon = output_file_abandon,
};
