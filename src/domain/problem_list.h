#ifndef DOMAIN_PROBLEM_LIST_H
#define DOMAIN_PROBLEM_LIST_H

/*
 * Sentences about what is wrong with settings, each once. A file may contain any number of
 * errors.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum
{
	PROBLEM_LIST_KEPT = 1000 /* more than a person reads; the rest is counted */
};

struct problem_list
{
	char **items;
	size_t count; /* all problems, including those that are not kept */
};

/* Copies the problem. Control characters are escaped, so that it stays on one line. */
void problem_list_add(struct problem_list *list, const struct text *problem);

/* Appends the kept problems, one a line; with follows_others a line feed precedes the first. */
void problem_list_write(const struct problem_list *list, bool follows_others, struct text *text);

void problem_list_free(struct problem_list *list);

#endif
