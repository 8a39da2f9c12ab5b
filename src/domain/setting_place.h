#ifndef DOMAIN_SETTING_PLACE_H
#define DOMAIN_SETTING_PLACE_H

/*
 * The place of a server setting that a role or a database gives to its sessions (ALTER ROLE ...
 * SET, ALTER DATABASE ... SET).
 */

#include <stdbool.h>

struct setting_question
{
	const char *setting;
	const char *role;     /* NULL: the role that logged in */
	const char *database; /* NULL: the database of the session */
};

/* The answer, for people. */
struct setting_place
{
	bool is_of_role; /* of the role, or of it in this database; else of the database */
	char *words;     /* "role noetl in database noetl"; NULL: neither sets it */
	char *reset;     /* the statement that resets it */
};

void setting_place_free(struct setting_place *place);
#define cleanup_setting_place __attribute__((cleanup(setting_place_free)))

#endif
