#ifndef DOMAIN_RENAMABLE_STATEMENT_H
#define DOMAIN_RENAMABLE_STATEMENT_H

/* Reads in a statement what it makes that can have had another name. */

#include "domain/renamable.h"

/* Of any statement; empty for one that makes nothing of the kind. The caller frees the list. */
void renamable_statement_read(const char *statement, size_t length_bytes,
                              struct renamable_list *list);

#endif
