#include "app/provision.h"

bool
provision(const struct application *application, const struct target *targets, size_t count,
          struct provision_outcome *outcome, struct failure *failure)
{
	(void)application;
	(void)targets;
	(void)count;
	*outcome = (struct provision_outcome){0};
	return fail(failure, FAILURE_BUG, "provisioning is not part of this build");
}
