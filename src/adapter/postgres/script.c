#include "adapter/postgres/script.h"

const struct script_operations postgres_script_operations = {0};
