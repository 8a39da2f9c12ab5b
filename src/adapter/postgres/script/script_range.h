#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_RANGE_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_RANGE_H

/*
 * Going through a range of statements; what is not sent (BEGIN, COMMIT, \restrict)
 * is passed over.
 */

#include "domain/script.h"

/* Indexes of statements that are sent; script_range_end() when there is none (any more). */
size_t script_range_end(const struct script_range *range);
size_t script_range_first(const struct script_range *range);
size_t script_range_next(const struct script_range *range, size_t place);

#endif
