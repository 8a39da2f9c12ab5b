#ifndef DOMAIN_ACCESS_DIFFERENCE_H
#define DOMAIN_ACCESS_DIFFERENCE_H

/*
 * One way in which a role, a database, a schema or an extension is not what was
 * promised. Provisioning mends it, verify names it.
 *
 * identity   of the role, database, schema or extension; quoted by the server
 * promised   "LOGIN"
 * found      "LOGIN CREATEDB"; ACCESS_ABSENT if the object itself is not there
 * statement  what mends it, one transaction; NULL unless ACCESS_CHANGE or ACCESS_ATTEMPT
 * hint       what somebody with more rights may do; NULL if there is nothing to say
 */

#include <stdbool.h>
#include <stddef.h>

#include "domain/catalog/object_kind.h"

#define ACCESS_ABSENT "absent"

enum access_class
{
	ACCESS_CHANGE,  /* the administrator can mend it */
	ACCESS_ATTEMPT, /* it may try; a refusal is worth a warning only */
	ACCESS_REFUSAL, /* it has not the right to, or it is somebody else's property */
	ACCESS_WARNING  /* left as it is: nothing that a run may decide */
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
	struct access_difference *items; /* in the order in which they are to be mended */
	size_t count;
};

void access_difference_list_free(struct access_difference_list *list);
#define cleanup_access_difference_list __attribute__((cleanup(access_difference_list_free)))

/* Takes the difference's texts over. */
void access_difference_list_append(struct access_difference_list *list,
                                   struct access_difference difference);

/* "change", "attempt", "refusal", "warning"; anything else counts as ACCESS_REFUSAL. */
enum access_class access_class_from_name(const char *name);

size_t access_difference_list_count(const struct access_difference_list *list,
                                    enum access_class class);

#endif
