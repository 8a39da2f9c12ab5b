#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_PIECES_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_PIECES_H

/*
 * Definitions out of the pieces that definitions.sql gives: an object's first
 * piece has its kind and name; defaults, comments, options of its index or its
 * sequence come as pieces of their own.
 */

#include <stdbool.h>
#include <stddef.h>

#include "adapter/postgres/query/query.h"
#include "domain/definition.h"

struct catalog_piece;

/* What names begin with that mean an object of a schema which has another name for now. */
struct catalog_renaming
{
	const char *renamed_prefix;
	const char *original_prefix;
};

struct catalog_pieces
{
	struct catalog_piece *items;
	size_t count;
	bool has_rare; /* definitions_rare.sql has something to say */
	struct catalog_renaming *renamings;
	size_t renaming_count;
};

/* The shape of the answers that the pieces come in. */
extern const struct answer_shape catalog_pieces_answer;

/*
 * All texts are borrowed from the answers, which must outlive the pieces.
 * Fails (answer_fail) for pieces that definitions.sql cannot give. purpose: as in struct query.
 */
bool catalog_pieces_collect(struct catalog_pieces *pieces, const struct rows *rows,
                            const char *purpose, struct failure *failure);

/* After all were collected. */
void catalog_pieces_sort(struct catalog_pieces *pieces);

/* Called for each object with its definition; all texts live during the call. */
typedef void (*catalog_object_receiver)(void *context, const char *kind, const char *identity,
                                        const char *definition);
void catalog_pieces_each(const struct catalog_pieces *pieces, catalog_object_receiver receive,
                         void *context);

void catalog_pieces_free(struct catalog_pieces *pieces);
#define cleanup_catalog_pieces __attribute__((cleanup(catalog_pieces_free)))

#endif
