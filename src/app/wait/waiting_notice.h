#ifndef APP_WAIT_WAITING_NOTICE_H
#define APP_WAIT_WAITING_NOTICE_H

#include "app/application.h"

/*
 * An Event "Waiting" where no schema's run is at hand to report it. The status
 * document is left as it is: it tells of the last run that was about a schema.
 */
void waiting_notice(const struct application *application, const char *reason);

#endif
