#ifndef DOMAIN_SCRIPT_NAME_H
#define DOMAIN_SCRIPT_NAME_H

/* A name in a statement, as the catalog has it: without quotes, and folded where it had none. */

#include <stdbool.h>

#include "base/text.h"
#include "domain/script_word.h"

struct script_name
{
	char *schema; /* NULL: none was written, so that the search path says which */
	char *name;   /* NULL: there is none */
};

/*
 * Takes a name, qualified or not; of a longer one the last two pieces. False, with nothing taken
 * and nothing to free, if something else stands here. The caller frees the name.
 */
bool script_take_name(struct script_cursor *cursor, struct script_name *name);

/* Takes an identifier alone; NULL if something else stands here. The caller frees it. */
char *script_take_identifier(struct script_cursor *cursor);

void script_name_free(struct script_name *name);
#define cleanup_script_name __attribute__((cleanup(script_name_free)))

/* With both pieces quoted, so that a key word is a name, too. */
void script_name_append(struct text *text, const struct script_name *name);
void script_identifier_append(struct text *text, const char *identifier);

#endif
