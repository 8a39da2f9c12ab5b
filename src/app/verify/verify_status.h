#ifndef APP_VERIFY_VERIFY_STATUS_H
#define APP_VERIFY_VERIFY_STATUS_H

#include "app/application.h"
#include "domain/finding.h"

/* Tells the cluster of each schema that was verified whether it is as expected. */
void verify_status_tell(const struct application *application,
                        const struct managed_schema_list *schemas,
                        const struct finding_list *findings);

#endif
