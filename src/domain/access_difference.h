#ifndef DOMAIN_ACCESS_DIFFERENCE_H
#define DOMAIN_ACCESS_DIFFERENCE_H

/*
 * One way in which a live role, database, schema or extension differs from what is desired.
 * Provisioning fixes it, verify names it.
 *
 * identity   of the role, database, schema or extension; quoted by the server
 * expected   "LOGIN"
 * found      "LOGIN CREATEDB"; ACCESS_ABSENT if the object does not exist
 * statement  fixes it, in one transaction; NULL unless ACCESS_CHANGE or ACCESS_ATTEMPT
 * hint       what a role with more rights may do; NULL if there is nothing to say
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/catalog/object_kind.h"

#define ACCESS_ABSENT "absent"

enum access_class
{
	ACCESS_CHANGE,  /* the administrator can fix it */
	ACCESS_ATTEMPT, /* it may try; a refusal is only a warning */
	ACCESS_REFUSAL, /* it lacks the right, or another role owns the object */
	ACCESS_WARNING  /* left as it is: a run must not decide it */
};

struct access_difference
{
	enum access_class class;
	bool is_outside; /* the statement may not run in a transaction block */
	enum object_kind kind;
	char *identity;
	char *expected;
	char *found;
	char *statement;
	char *hint;
};

struct access_difference_list
{
	struct access_difference *items; /* in the order in which they are fixed */
	size_t count;
};

void access_difference_list_free(struct access_difference_list *list);
#define cleanup_access_difference_list __attribute__((cleanup(access_difference_list_free)))

/* Takes ownership of the difference's texts. */
void access_difference_list_append(struct access_difference_list *list,
                                   struct access_difference difference);

/* "change", "attempt", "refusal", "warning"; anything else counts as ACCESS_REFUSAL. */
enum access_class access_class_from_name(const char *name);

size_t access_difference_list_count(const struct access_difference_list *list,
                                    enum access_class class);

#endif
