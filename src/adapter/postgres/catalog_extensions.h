#ifndef ADAPTER_POSTGRES_CATALOG_EXTENSIONS_H
#define ADAPTER_POSTGRES_CATALOG_EXTENSIONS_H

#include "domain/bundle.h"

/* Names of the target's promised extensions as PostgreSQL reads an array: {"plpython3u"}. The caller frees it. */
char *catalog_extensions_list(const struct target *target);

#endif
