#ifndef HELP_REFERENCE_H
#define HELP_REFERENCE_H

/*
 * The whole reference, made of the tables of commands, options and settings:
 * docs/settings.md and docs/noetl-schema.1 are what these write.
 */

#include "base/text.h"

void help_append_markdown(struct text *text);
void help_append_man(struct text *text);

#endif
