#ifndef DOMAIN_SCRIPT_EFFECT_H
#define DOMAIN_SCRIPT_EFFECT_H

/*
 * Whether a statement can change the settings of its session, told from its first words.
 */

#include <stddef.h>

enum statement_effect
{
	EFFECT_NONE, /* runs no function of a script, and sets nothing */
	EFFECT_ROWS, /* by a trigger or a default at most: INSERT, COPY, ... */
	EFFECT_SETTINGS
};

enum statement_effect statement_effect(const char *statement, size_t length_bytes);

#endif
