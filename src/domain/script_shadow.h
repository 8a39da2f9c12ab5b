#ifndef DOMAIN_SCRIPT_SHADOW_H
#define DOMAIN_SCRIPT_SHADOW_H

/*
 * A script as a shadow runs it.
 */

#include <stdbool.h>

#include "domain/name_list.h"
#include "domain/script.h"

/* Whether the copy would be another script at all: a large one is better left where it is. */
bool script_shadow_differs(const struct script *script);

/*
 * A copy of a scanned script, as script_inside() makes it, in which what may be there already is
 * no error: roles, languages and extensions are in no schema, so nothing puts them aside.
 *
 * moves_extensions  an extension that is there is brought to the schema and the version that the
 *                   script says
 * extensions        gets the names of those that the script makes; NULL is fine
 *
 * The caller frees the copy.
 */
struct script script_shadow(const struct script *script, bool moves_extensions,
                            struct name_list *extensions);

#endif
