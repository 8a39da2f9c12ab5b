#include "app/provision/provision_outcome.h"

void
provision_outcome_free(struct provision_outcome *outcome)
{
	name_list_free(&outcome->changed_passwords);
	*outcome = (struct provision_outcome){0};
}
