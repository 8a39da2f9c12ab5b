#include "adapter/postgres/session_operations.h"

const struct lock_operations postgres_lock_operations = {0};
