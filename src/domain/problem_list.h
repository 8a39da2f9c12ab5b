#ifndef DOMAIN_PROBLEM_LIST_H
#define DOMAIN_PROBLEM_LIST_H

/* Sentences about what is wrong with settings, each once. A file may hold any number of faults. */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum
{
	PROBLEM_LIST_KEPT = 1000 /* far more than anybody reads; the rest is counted */
};

struct problem_list
{
	char **items;
	size_t count; /* of all, those that are not kept included */
};

/* Copies the problem, which begins no line but its own once it is in the list. */
void problem_list_add(struct problem_list *list, const struct text *problem);

/* Appends those that are kept, each in a line; a line feed goes before the first if asked for. */
void problem_list_write(const struct problem_list *list, bool follows_others, struct text *text);

void problem_list_free(struct problem_list *list);

#endif
