#ifndef ADAPTER_POSTGRES_DATABASE_H
#define ADAPTER_POSTGRES_DATABASE_H

/*
 * PostgreSQL behind port/database.h: all tables of operations in one place. The answer lives as
 * long as the program.
 */

#include "port/database.h"

const struct database *postgres_database(void);

#endif
