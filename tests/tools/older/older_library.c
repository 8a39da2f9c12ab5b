#include "adapter/library/older_library.h"

#include <stddef.h>

/* As a static build with STATIC_ALLOW_OLDER=1 may leave it. */
const struct older_library older_libraries[] = {
	{"openssl", "3.0.1-1", "3.0.2-1"},
	{"curl", "7.1-1", "7.2-1~deb12u1"},
	{NULL, NULL, NULL},
};
