#ifndef APP_RUN_ORIGIN_H
#define APP_RUN_ORIGIN_H

#include "app/application.h"
#include "domain/run_record.h"

/* For the ledger: which Pod this is, by which image, for which revision of a deployment. */
struct run_origin run_origin_of(const struct application *application);

#endif
