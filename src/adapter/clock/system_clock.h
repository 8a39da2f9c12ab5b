#ifndef ADAPTER_CLOCK_SYSTEM_CLOCK_H
#define ADAPTER_CLOCK_SYSTEM_CLOCK_H

#include "port/clock.h"

/* The machine's own clocks and random numbers. Static. */
const struct clock *system_clock(void);

#endif
