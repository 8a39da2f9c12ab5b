#ifndef APP_VERIFY_TARGET_H
#define APP_VERIFY_TARGET_H

/*
 * One target held against its promises, in a session that only looks.
 */

#include "app/verify.h"

struct verify_target_work
{
	const struct application *application;
	struct session *session; /* in the target's database */
	struct verify_target_report *report;
	struct finding_list *findings;
};

bool verify_target(const struct verify_target_work *work, struct failure *failure);

#endif
