#ifndef DOMAIN_SETTINGS_VALUE_H
#define DOMAIN_SETTINGS_VALUE_H

/* Parses a value written by a person, by the type of its setting. */

#include <stdbool.h>
#include <stdint.h>

#include "domain/settings.h"

/*
 * number   written on success: see settings_integer(); 0 for texts
 * problem  written on failure: what is wrong and what is allowed, without the value
 *          of a secret; the caller frees it
 */
bool settings_value_parse(const struct setting_definition *definition, const char *value,
                          int64_t *number, char **problem);

/*
 * The choice at a position that settings_value_parse() gave, "" behind the last; the caller frees
 * it.
 */
char *settings_value_choice(const struct setting_definition *definition, int64_t place);

/* A value in quotes, as a message may show it: control characters escaped, long values cut. */
char *settings_value_quote(const char *value);

#endif
