#ifndef ADAPTER_POSTGRES_ACCESS_PROVISIONING_H
#define ADAPTER_POSTGRES_ACCESS_PROVISIONING_H

#include "port/provisioning.h"

extern const struct provisioning_operations postgres_provisioning_operations;

#endif
