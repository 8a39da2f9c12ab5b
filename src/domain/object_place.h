#ifndef DOMAIN_OBJECT_PLACE_H
#define DOMAIN_OBJECT_PLACE_H

/*
 * Where in the scripts an object is made. The scripts and their DO blocks are read for it, so that
 * nothing is found of what EXECUTE and functions make.
 */

#include "base/failure.h"
#include "domain/catalog/fact_kind.h"
#include "domain/renamable.h"
#include "domain/script.h"

struct object_place
{
	struct renamable made; /* its name with the schema, its relation */
	const struct script *script;
	bool is_in_block; /* of DO, which may make it or not */
};

struct object_place_list
{
	struct object_place *items;
	size_t count;
};

/*
 * Reads scripts, which outlive the list.
 *
 * schema  where names without one are made
 */
void object_place_list_read(const struct script *scripts, size_t script_count, const char *schema,
                            struct object_place_list *list);

/*
 * The place of an object by its fact's kind and id; of a column or constraint that has none of its
 * own, that of its table. False, with the place as it was, if nothing is found.
 */
bool object_place_find(const struct object_place_list *list, enum fact_kind kind, const char *id,
                       struct failure_place *place);

/* Leaves what statements of the scripts' own make. */
void object_place_list_leave_out_blocks(struct object_place_list *list);

void object_place_list_free(struct object_place_list *list);
#define cleanup_object_place_list __attribute__((cleanup(object_place_list_free)))

#endif
