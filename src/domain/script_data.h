#ifndef DOMAIN_SCRIPT_DATA_H
#define DOMAIN_SCRIPT_DATA_H

/*
 * Which statements of a script move data (COPY, INSERT, UPDATE, DELETE, MERGE, TRUNCATE, setval), and
 * which of them a run of the script leaves out: DDL may be repeated, data go in once.
 *
 * Told by the statements' words: what a function, a DO block or EXECUTE does is not looked into.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "domain/name_list.h"
#include "domain/script.h"

enum script_data_rule
{
	DATA_RUNS, /* nothing is left out */
	/*
	 * What would add its rows again is left out: an INSERT that does not itself ask whether its rows
	 * are there (ON CONFLICT, NOT EXISTS, NOT IN, EXCEPT), a COPY, a setval() to a number; each into
	 * what was there before the run, and was not dropped or emptied by the script before it.
	 */
	DATA_RUNS_ONCE,
	/* In a run after the first: all data, but into tables that the script drops and makes anew. */
	DATA_OF_REMADE,
	DATA_LEFT_OUT,
	/*
	 * For a shadow: all data, but what a later statement may read to define something (DO, CALL,
	 * EXECUTE, SELECT), or what a trigger or rule of the script may turn into something else.
	 */
	DATA_IF_NEEDED
};

struct script_data_question
{
	enum script_data_rule rule;
	const char *schema; /* of names without one */
	/* Tables and sequences from before the run, "schema.name" without quotes; script_data_sort(). */
	const struct name_list *existing;
};

/* What was found, besides the marks in the statements. */
struct script_data_found
{
	size_t run_count; /* statements that move data and are run */
	size_t left_out_count;
	struct text left_out; /* "shop.a (own.sql:3), ...": each table once; of DATA_RUNS_ONCE alone */
};

void script_data_found_free(struct script_data_found *found);
#define cleanup_script_data_found __attribute__((cleanup(script_data_found_free)))

/* Whether some statement may be left out by DATA_RUNS_ONCE, so that existing names are needed. */
bool script_data_may_repeat(const struct script *scripts, size_t count);

/* Whether they add rows and do nothing else, as a dump of data alone. */
bool script_data_is_all(const struct script *scripts, size_t count);

void script_data_sort(struct name_list *existing);

/* Sets .is_left_out of every statement of scanned scripts, which run one after the other. */
void script_data_mark(struct script *scripts, size_t count,
                      const struct script_data_question *question, struct script_data_found *found);

#endif
