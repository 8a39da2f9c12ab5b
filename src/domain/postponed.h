#ifndef DOMAIN_POSTPONED_H
#define DOMAIN_POSTPONED_H

/* What stays for now although the DDL no longer makes it (catalog/postponement.h), for people. */

#include "base/text.h"
#include "domain/definition.h"
#include "domain/name_list.h"

/* "table s.t", "column s.u.c": of a promise what is postponed by itself, and not as a part. */
void postponed_list(const struct definitions *promised, struct name_list *names);

/* "postponed: table s.t, column s.u.c and 3 more"; nothing for none. */
void postponed_append_words(const struct name_list *names, struct text *words);

#endif
