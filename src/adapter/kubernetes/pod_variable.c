#include "adapter/kubernetes/pod_variable.h"

#include <stddef.h>
#include <stdlib.h>

const char *
pod_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}
