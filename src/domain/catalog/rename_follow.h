#ifndef DOMAIN_CATALOG_RENAME_FOLLOW_H
#define DOMAIN_CATALOG_RENAME_FOLLOW_H

/*
 * Names that the server has made out of those of a table and its columns: accounts_pkey,
 * accounts_login_idx, accounts_id_seq. A rename leaves them as they are, while the DDL makes them
 * anew out of the new names.
 */

#include "domain/catalog/fact.h"
#include "domain/name_list.h"

struct followed_name
{
	enum fact_kind kind;
	const char *id; /* before it is renamed */
	const char *statement;
};

struct followed_name_list
{
	struct followed_name *items;
	size_t count;
	struct text_arena texts;
};

/*
 * Appends, of each of these tables (their identities), the constraints, indexes and sequences of
 * columns of which the desired side has one that is the same but for its name.
 */
void rename_follow(const struct fact_set *live, const struct fact_set *desired,
                   const struct name_list *tables, struct followed_name_list *followed);

void followed_name_list_free(struct followed_name_list *followed);
#define cleanup_followed_name_list __attribute__((cleanup(followed_name_list_free)))

#endif
