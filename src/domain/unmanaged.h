#ifndef DOMAIN_UNMANAGED_H
#define DOMAIN_UNMANAGED_H

/*
 * What is live where a source manages something, and nobody's promise. It is left alone and named,
 * or, with NOETL_PRUNE, a difference like any other.
 */

#include "base/text.h"
#include "domain/definition.h"

/*
 * Takes out of the differences what is live only and yet not unmanaged: what another source has
 * promised, and what scripts do not make (roles, databases).
 */
void unmanaged_leave_out_managed(struct definition_difference_list *differences,
                                 const struct definitions *elsewhere);

/*
 * Leaves what a person would name: no column, constraint or index of a table that is named itself, nothing of such a schema,
 * and no partition that the DDL does not make, which is data.
 */
void unmanaged_keep_named(struct definition_difference_list *differences);

/* "3 objects are not managed: table s.a, view s.b and 1 more" */
void unmanaged_append_words(const struct definition_difference_list *named, struct text *words);

#endif
