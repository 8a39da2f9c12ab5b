#include "base/crash_point.h"

#include <stddef.h>

const char *const crash_point_names[] = {
	"connected",
	"looked",
	"provisioned",
	"locked",
	"decided",
	"begun",
	"schema_emptied",
	"schema_made",
	"shadow_built",
	"planned",
	"step_run",
	"round_done",
	"converged",
	"script_run",
	"proved",
	"recorded",
	"committed",
	"segment_done",
	"journal_open",
	"outside_done",
	"partition_made",
	"partition_committed",
	"partitions_made",
	"lock_released",
	"provision_mended",
	"provision_role_mended",
	"provision_password_set",
	"provision_password_recorded",
	"run_role_made",
	"run_role_connected",
	"run_role_dropped",
	NULL,
};

#ifdef NOETL_SCHEMA_FAULT_INJECTION

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* NAME, or NAME:COUNT for the point's COUNTth time. */
void
crash_point(const char *name)
{
	static long count;
	const char *wanted = getenv("NOETL_SCHEMA_CRASH_AT");
	size_t length = strlen(name);

	if (wanted == NULL || strncmp(wanted, name, length) != 0 ||
	    (wanted[length] != '\0' && wanted[length] != ':'))
		return;
	if (wanted[length] == '\0' || ++count == strtol(wanted + length + 1, NULL, 10))
		(void)kill(getpid(), SIGKILL);
}

#endif
