#include "adapter/library/older_library.h"
#include "older_library_rows.h"

#include <stddef.h>

const struct older_library older_libraries[] = {OLDER_LIBRARY_ROWS{NULL, NULL, NULL}};
