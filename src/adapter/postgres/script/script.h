#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_H

#include "port/database.h"

extern const struct script_operations postgres_script_operations;

#endif
