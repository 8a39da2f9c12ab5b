#ifndef DOMAIN_SETTING_PLACE_H
#define DOMAIN_SETTING_PLACE_H

/*
 * Where a server's setting comes from that a role or a database gives to its sessions
 * (ALTER ROLE ... SET, ALTER DATABASE ... SET).
 */

#include <stdbool.h>

struct setting_question
{
	const char *setting;
	const char *role;     /* NULL: the one that logged in */
	const char *database; /* NULL: the one of the session */
};

/* For people. */
struct setting_place
{
	bool is_of_role; /* or of the role in this database; otherwise of the database */
	char *words;     /* "role noetl in database noetl"; NULL: neither sets it */
	char *reset;     /* the statement that takes it away */
};

void setting_place_free(struct setting_place *place);
#define cleanup_setting_place __attribute__((cleanup(setting_place_free)))

#endif
