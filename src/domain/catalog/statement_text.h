#ifndef DOMAIN_CATALOG_STATEMENT_TEXT_H
#define DOMAIN_CATALOG_STATEMENT_TEXT_H

/* Pieces of statements. The session that runs them has standard_conforming_strings on. */

#include "base/text.h"
#include "base/text_arena.h"
#include "domain/catalog/fact_kind.h"

void statement_append_literal(struct text *statement, const char *value);

/* Always quoted. */
void statement_append_identifier(struct text *statement, const char *name);

/* A comma, unless this is the first of a list that began at that length. */
void statement_append_separator(struct text *statement, size_t list_start);

/* What stands behind the schema in a qualified name, quoted as it is there. */
const char *statement_own_name(const char *qualified);

/* A type as a cast may name it. */
const char *type_without_collation(struct text_arena *texts, const char *type);

/*
 * A statement as it may be shown: "..." in the place of options of a kind that may hold secrets. Else
 * the statement itself.
 */
const char *statement_without_secrets(struct text_arena *texts, enum fact_kind kind,
                                      const char *statement);

/* printf into the arena. */
const char *statement_format(struct text_arena *texts, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
