#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_EXTENSIONS_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_EXTENSIONS_H

#include "domain/managed_schema.h"

/* Names of the schema's promised extensions as PostgreSQL reads an array: {"plpython3u"}. The caller frees it. */
char *catalog_extensions_list(const struct managed_schema *schema);

#endif
