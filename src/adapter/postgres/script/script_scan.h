#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_SCAN_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_SCAN_H

#include "domain/script.h"

/* .scan of struct script_operations. */
bool script_scan(struct script *script, struct failure *failure);

#endif
