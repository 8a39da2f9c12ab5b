#ifndef DOMAIN_SETTINGS_TABLE_H
#define DOMAIN_SETTINGS_TABLE_H

/* The table itself, in the order of enum setting_key. Other modules include settings.h. */

#include "domain/settings.h"

extern const struct setting_definition settings_table[SETTING_COUNT];

#endif
