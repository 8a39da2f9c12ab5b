#ifndef APP_PROVISION_PROVISION_OUTCOME_H
#define APP_PROVISION_PROVISION_OUTCOME_H

/*
 * What one provisioning has changed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/name_list.h"

struct provision_outcome
{
	size_t change_count;    /* statements that changed something */
	bool covers_first_only; /* the others would have failed: each is to be provisioned by itself */
	/* Roles that existed and got a new password, as long as no ledger has it. */
	struct name_list changed_passwords;
};

void provision_outcome_free(struct provision_outcome *outcome);

#endif
