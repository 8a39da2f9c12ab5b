#include <stdio.h>

#include "build_version.h"

int
main(void)
{
	return printf("noetl-schema %s (%s)\n", BUILD_VERSION, BUILD_COMMIT) > 0 ? 0 : 1;
}
