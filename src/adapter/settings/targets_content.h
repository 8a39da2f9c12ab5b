#ifndef ADAPTER_SETTINGS_TARGETS_CONTENT_H
#define ADAPTER_SETTINGS_TARGETS_CONTENT_H

#include "domain/name_list.h"
#include "domain/settings.h"

/* What a file says of all targets, in its order. Begins empty, as {0}. */
struct targets_content
{
	struct name_list names;
	char **records; /* of each: a variable of the environment, for the process that works on it */
};

/* Takes the record over, and wipes it at the end. */
void targets_content_append(struct targets_content *content, const char *name, char *record);

/* Adds a problem for each duplicate name, and one if there are no names. */
void targets_content_check(const struct targets_content *content, const char *path,
                           struct settings *problems);

/* A record by its target's name; borrowed, NULL if there is none. */
const char *targets_content_record(const struct targets_content *content, const char *name);

void targets_content_free(struct targets_content *content);
#define cleanup_targets_content __attribute__((cleanup(targets_content_free)))

#endif
