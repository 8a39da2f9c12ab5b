#ifndef APP_WAIT_WAITING_NOTICE_H
#define APP_WAIT_WAITING_NOTICE_H

#include "app/application.h"

/*
 * Sends the Event "Waiting" where no schema run exists to report it. The status document is not
 * changed: it describes the last schema run.
 */
void waiting_notice(const struct application *application, const char *reason, bool is_late);

#endif
