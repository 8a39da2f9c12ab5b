#ifndef APP_VERIFY_TARGET_ACCESS_H
#define APP_VERIFY_TARGET_ACCESS_H

/*
 * Roles, database, schema owner and extensions of a target, held against what
 * the settings and the bundle want of them.
 */

#include "app/verify_target.h"
#include "domain/access_difference.h"
#include "domain/definition.h"

struct verify_target_access
{
	struct access_difference_list isolation; /* of roles and the database */
	struct access_difference_list inside;    /* of schema and extensions */
};

void verify_target_access_free(struct verify_target_access *access);
#define cleanup_verify_target_access __attribute__((cleanup(verify_target_access_free)))

/* Asks about roles and database in any session, about the rest in the target's database. */
bool verify_target_access_ask(const struct verify_target_work *work, bool is_inside,
                              struct verify_target_access *access, struct failure *failure);

/*
 * Turns them into findings. Broken is what the ledger has promised otherwise; the
 * rest is for a person to judge, unless everything is required.
 *
 * differences  between the ledger and what is there
 */
void verify_target_access_judge(const struct verify_target_work *work,
                                const struct verify_target_access *access,
                                const struct difference_list *differences,
                                bool isolation_is_required);

/* Whether something has been said about this object in words already. */
bool verify_target_access_tells_of(const struct verify_target_access *access,
                                   const struct definition *definition);

#endif
