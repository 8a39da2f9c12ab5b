#ifndef DOMAIN_NAME_LIST_H
#define DOMAIN_NAME_LIST_H

/* A list of names, which it copies, and the comparison of names. */

#include <stdbool.h>
#include <stddef.h>

/* True if both are given and equal. NULL equals nothing, not even NULL. */
bool name_is(const char *left, const char *right);

struct name_list
{
	char **items;
	size_t count;
};

void name_list_append(struct name_list *names, const char *name);
/* Unless it is there already. */
void name_list_append_once(struct name_list *names, const char *name);
bool name_list_contains(const struct name_list *names, const char *name);
void name_list_remove(struct name_list *names, size_t index);
void name_list_free(struct name_list *names);
#define cleanup_name_list __attribute__((cleanup(name_list_free)))

#endif
