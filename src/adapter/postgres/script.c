#include "adapter/postgres/session_operations.h"

const struct script_operations postgres_script_operations = {0};
