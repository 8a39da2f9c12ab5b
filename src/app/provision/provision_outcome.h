#ifndef APP_PROVISION_PROVISION_OUTCOME_H
#define APP_PROVISION_PROVISION_OUTCOME_H

/* What one provisioning changed. */

#include <stdbool.h>
#include <stddef.h>

#include "domain/name_list.h"

struct provision_outcome
{
	size_t change_count;    /* statements that changed something */
	bool covers_first_only; /* the others would fail: provision each by itself */
	/* Existing roles with a new password that no ledger has yet. */
	struct name_list changed_passwords;
};

void provision_outcome_free(struct provision_outcome *outcome);

#endif
