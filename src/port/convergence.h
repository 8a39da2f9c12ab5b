#ifndef PORT_CONVERGENCE_H
#define PORT_CONVERGENCE_H

/*
 * What the convergence of a schema asks of the database.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "domain/catalog/fact.h"
#include "domain/name_list.h"

struct session;

/* A schema that a shadow has renamed; ends in the suffix of the shadow. */
struct renamed_schema
{
	const char *renamed;
	const char *original;
};

/* All pointers are borrowed. */
struct fact_request
{
	const char *const *schemas; /* the managed ones, as they are called now */
	size_t schema_count;
	/*
	 * Whether what is in no schema is wanted too: roles, memberships, languages, extensions and
	 * privileges on what they brought, wrappers, servers, mappings, casts, publications, event triggers,
	 * database-wide default privileges.
	 */
	bool has_globals;
	const struct renamed_schema *renamed;
	size_t renamed_count;
	/*
	 * Of the shadow that is being built, "__1a2b3c4d"; NULL for none. In all texts the names of
	 * renamed schemas become their original ones again, and the suffix is taken off whatever else
	 * has it. What is in no schema and was renamed away, so that it has the suffix, is left out;
	 * extensions, which cannot be renamed, stay.
	 */
	const char *suffix;
	/* Of relations only those that are called so, whatever their schema; NULL: all. */
	const struct name_list *relations;
};

/* All pointers are borrowed. */
struct lock_room_request
{
	const struct name_list *schemas;   /* NULL: all but the server's and the ledgers' */
	const struct name_list *relations; /* that a shadow makes; NULL: all that are there */
};

/* Entries of the server's table of locks. */
struct lock_room
{
	int64_t needed_count;  /* by the relations, as far as they are there with all that is theirs */
	int64_t nominal_count; /* for all sessions together */
	int64_t per_transaction; /* the setting that the latter is a multiple of */
};

struct convergence_operations
{
	/*
	 * Sorted, with dependencies told; the caller frees the set. Opens relations: run it under
	 * lock_timeout. FAILURE_TRANSIENT with REASON_FALSE_ANSWER for what no PostgreSQL answers.
	 */
	bool (*facts)(struct session *session, const struct fact_request *request, struct fact_set *set,
	              struct failure *failure);
	/* Takes no lock on a user's relation. */
	bool (*lock_room)(struct session *session, const struct lock_room_request *request,
	                  struct lock_room *room, struct failure *failure);
};

#endif
