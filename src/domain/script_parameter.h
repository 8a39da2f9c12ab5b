#ifndef DOMAIN_SCRIPT_PARAMETER_H
#define DOMAIN_SCRIPT_PARAMETER_H

/*
 * Parameters of the server that dumps and scripts set and that not every server knows.
 *
 * A dump of a newer server sets them to what they are there anyway: an older server behaves so
 * without being told.
 */

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether a statement sets (or resets) a parameter that a server of that version does not know, to
 * the value that it has by default where it is known. version_num: 150018.
 */
bool statement_sets_unknown_default(const char *statement, size_t length_bytes, int version_num);

#endif
