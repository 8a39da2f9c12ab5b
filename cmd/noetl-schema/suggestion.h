#ifndef SUGGESTION_H
#define SUGGESTION_H

#include "base/failure.h"

/*
 * Turns a usage failure into a suggestion: hints at the word that a mistyped
 * one may mean. Returns false, as fail() does.
 */
bool suggestion_for_option(struct failure *failure, const char *name);
bool suggestion_for_command(struct failure *failure, const char *name);

#endif
