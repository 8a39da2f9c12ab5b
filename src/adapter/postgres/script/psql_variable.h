#ifndef ADAPTER_POSTGRES_SCRIPT_PSQL_VARIABLE_H
#define ADAPTER_POSTGRES_SCRIPT_PSQL_VARIABLE_H

/*
 * The variables of psql that a script has set, and where a statement uses one.
 *
 * psql writes the value of a variable that is set in the place of :name, :'name' and :"name"; what
 * looks so and is not set (a slice of an array) is SQL.
 */

#include <stdbool.h>
#include <stddef.h>

struct psql_variables
{
	char **names;
	size_t count;
};

void psql_variables_set(struct psql_variables *variables, const char *name);
void psql_variables_unset(struct psql_variables *variables, const char *name);
void psql_variables_free(struct psql_variables *variables);
#define cleanup_psql_variables __attribute__((cleanup(psql_variables_free)))

/* Finds the first use outside of strings and comments: the offset of its colon, and the name. */
bool psql_variables_find_use(const struct psql_variables *variables, const char *statement,
                             size_t length_bytes, size_t *offset_bytes, const char **name);

#endif
