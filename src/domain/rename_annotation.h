#ifndef DOMAIN_RENAME_ANNOTATION_H
#define DOMAIN_RENAME_ANNOTATION_H

/*
 * Renames that comments of a script ask for:
 *
 *   create table users ( -- @renamed from=accounts
 *       user_name text,  -- @renamed from=login
 *
 * on the line of what has the new name, or on the line before it. Either form of comment will do.
 * Of several about one object the first counts.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/object_rename.h"
#include "domain/script.h"

/*
 * Appends those of a scanned script. FAILURE_SETTINGS, with its place, for an annotation that is
 * misspelt, is about nothing that can be renamed, or would move what it is about.
 */
bool rename_annotation_read(const struct script *script, struct object_rename_list *list,
                            struct failure *failure);

#endif
