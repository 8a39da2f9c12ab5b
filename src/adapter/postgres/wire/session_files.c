#include "adapter/postgres/wire/session_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/stop_signal.h"

enum
{
	FILE_LIMIT_BYTES = 16 << 20, /* a system's bundle of authorities has half a megabyte */
	MEMORY_DEVICES = 1,
	NULL_DEVICE = 3
};

/* libpq's manual, "Parameter Key Words" and "Environment Variables". */
struct opened_file
{
	const char *keyword; /* or NULL */
	const char *variable;
	const char *at_home;
};

static const struct opened_file opened_files[] = {
	{"sslrootcert", "PGSSLROOTCERT", ".postgresql/root.crt"},
	{"sslcert", "PGSSLCERT", ".postgresql/postgresql.crt"},
	{"sslkey", "PGSSLKEY", ".postgresql/postgresql.key"},
	{"sslcrl", "PGSSLCRL", ".postgresql/root.crl"},
	{"passfile", "PGPASSFILE", ".pgpass"},
	{NULL, "PGSERVICEFILE", ".pg_service.conf"},
};

/* It ends at once, and naming it keeps libpq from looking for a file. */
static bool
is_null_device(const struct stat *status)
{
	return S_ISCHR(status->st_mode) && major(status->st_rdev) == MEMORY_DEVICES &&
	       minor(status->st_rdev) == NULL_DEVICE;
}

/* Reads only a file of procfs, which has no size and may keep a reader waiting. */
static enum file_outcome
look_at(const char *path)
{
	cleanup_secret_text struct text content = TEXT_EMPTY;
	struct stat status;

	if (stat(path, &status) != 0 || is_null_device(&status))
		return FILE_READ;
	if (!S_ISREG(status.st_mode))
		return FILE_NOT_REGULAR;
	if (status.st_size > FILE_LIMIT_BYTES)
		return FILE_TOO_LARGE;
	return status.st_size > 0 ? FILE_READ
	                          : bounded_file_read_regular(path, FILE_LIMIT_BYTES, &content);
}

static bool
check_path(const char *name, const char *path, struct failure *failure)
{
	struct file_bounds bounds = {.limit_bytes = FILE_LIMIT_BYTES};
	enum file_outcome outcome = look_at(path);

	if (outcome == FILE_STOPPED)
		return stop_signal_fail(failure, "logging in");
	if (outcome == FILE_READ || outcome == FILE_NOT_OPENED || outcome == FILE_NOT_READ)
		return true;

	cleanup_memory char *why = bounded_file_explain(outcome, &bounds);

	(void)fail(failure, FAILURE_SETTINGS, "cannot use %s \"%s\": it %s", name, path, why);
	return fail_hint(failure, "Certificates, keys and password files must be files that can be "
	                          "read again for each login.");
}

/* The path that libpq takes: of the parameters, the environment or the home folder. */
static char *
path_of(const struct session_parameters *parameters, const struct opened_file *file)
{
	const char *path =
		file->keyword != NULL ? session_parameters_value(parameters, file->keyword) : NULL;
	const char *home = getenv("HOME");

	if (path == NULL)
		path = getenv(file->variable);
	if (path != NULL && path[0] != '\0')
		return memory_copy_text(path);
	return home != NULL ? memory_format("%s/%s", home, file->at_home) : NULL;
}

bool
session_files_check(const struct session_parameters *parameters, struct failure *failure)
{
	for (size_t index = 0; index < COUNT_OF(opened_files); index++)
	{
		const struct opened_file *file = &opened_files[index];
		cleanup_memory char *path = path_of(parameters, file);

		if (path != NULL && !check_path(file->variable, path, failure))
			return false;
	}
	return true;
}
