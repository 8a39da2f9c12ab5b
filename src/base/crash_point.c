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

void
crash_point(const char *name)
{
	const char *wanted = getenv("NOETL_SCHEMA_CRASH_AT");

	if (wanted != NULL && strcmp(wanted, name) == 0)
		(void)kill(getpid(), SIGKILL);
}

#endif
