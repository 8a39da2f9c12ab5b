#ifndef ADAPTER_POSTGRES_FACT_FACT_PURPOSE_H
#define ADAPTER_POSTGRES_FACT_FACT_PURPOSE_H

/* Of every question about facts; reads after "cannot". */
#define FACT_PURPOSE "read what the catalog says of the managed schemas"

#endif
