#ifndef DOMAIN_CATALOG_CHANGED_NAME_H
#define DOMAIN_CATALOG_CHANGED_NAME_H

/*
 * The names of what differs between two sides, by which what hangs on it can be found.
 */

#include <stdbool.h>

#include "domain/definition.h"
#include "domain/name_list.h"

/*
 * Appends the names of the relations, routines and types that differ or have a part that does, without
 * their schemas and quoted as in identities; each once. False where one of the differences is about
 * something else, of which no name tells what hangs on it. Privileges and comments of schemas hang
 * nothing on them.
 */
bool changed_names_collect(const struct definition_difference_list *differences,
                           struct name_list *names);

#endif
