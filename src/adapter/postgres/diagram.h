#ifndef ADAPTER_POSTGRES_DIAGRAM_H
#define ADAPTER_POSTGRES_DIAGRAM_H

#include "port/diagram.h"

extern const struct diagram_operations postgres_diagram_operations;

#endif
