#ifndef ADAPTER_POSTGRES_CONVERGENCE_H
#define ADAPTER_POSTGRES_CONVERGENCE_H

#include "port/convergence.h"

extern const struct convergence_operations postgres_convergence_operations;

#endif
