#ifndef ADAPTER_POSTGRES_CATALOG_CATALOG_FINGERPRINT_H
#define ADAPTER_POSTGRES_CATALOG_CATALOG_FINGERPRINT_H

/*
 * One value that moves when anything moves that defines a schema's schema.
 *
 * The server gives multisets, one a column; they are sorted here, because sorting
 * there costs planning, and summed up with SHA-256. docs/fingerprint.md tells what
 * is in it, and what must not move it.
 */

#include "adapter/postgres/query/query.h"
#include "domain/managed_schema.h"

enum
{
	FINGERPRINT_QUERY_LIMIT = 4, /* roles, extensions, what is in no schema, objects */
	/*
	 * Grows whenever definitions.sql or a fingerprint query says something else of the same
	 * catalog: what was promised in another form does not compare, and is found out anew.
	 */
	CATALOG_DEFINITION_FORM = 2,
	CATALOG_FINGERPRINT_BYTES = 65,
	CATALOG_FINGERPRINT_HASH_DIGITS = 60 /* behind the form and a dot */
};

/* What to ask for this schema, which must outlive it; it must not move, for its queries point into it. */
struct catalog_fingerprint
{
	struct query queries[FINGERPRINT_QUERY_LIMIT];
	size_t query_count;
	bool has_objects;                     /* the last query is about the schema's objects */
	struct query_parameter parameters[2]; /* schema, owner */
	struct query_parameter objects[2];    /* schema, tables of which the program keeps partitions */
	struct query_parameter extensions;    /* where the schema promises any */
};

void catalog_fingerprint_prepare(struct catalog_fingerprint *fingerprint,
                                 const struct managed_schema *schema);

/* The form that a sum was made in; 0 for what is none. */
int catalog_fingerprint_form(const char *sum);

/* rows are the answers to the queries, in order. Empty if there is no such schema. */
void catalog_fingerprint_sum(const struct catalog_fingerprint *fingerprint,
                             struct rows *const *rows, char sum[65]);

/* Whether the answers say that the schema is there, and that nothing is in it. */
bool catalog_fingerprint_schema_exists(struct rows *const *rows);
bool catalog_fingerprint_schema_is_empty(const struct catalog_fingerprint *fingerprint,
                                         struct rows *const *rows);

/* Whether they say that the other schemas are empty; schemas_count: that there are none, nor anything in no schema. */
bool catalog_fingerprint_beyond_is_empty(const struct catalog_fingerprint *fingerprint,
                                         struct rows *const *rows, bool schemas_count);

#endif
