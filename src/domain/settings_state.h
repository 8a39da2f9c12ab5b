#ifndef DOMAIN_SETTINGS_STATE_H
#define DOMAIN_SETTINGS_STATE_H

/* The content of struct settings, for its own modules; others include settings.h only. */

#include "domain/problem_list.h"
#include "domain/settings.h"

/* The value that a flag or the environment demands, which sources below them may not weaken. */
struct setting_demand
{
	char *text;
	char *origin;
	enum setting_source source;
	int64_t number;
};

struct setting_value
{
	char *text;
	char *origin;
	char *problem;    /* NULL if the text is well-formed */
	char *typo;       /* a key that may be a typo of this one, and its place; or NULL */
	char *lookalikes; /* keys that may be meant for this one, and their places; or NULL */
	enum setting_source source;
	int64_t number;
	struct setting_demand *demand; /* see settings_strength.h; NULL: nothing is demanded */
};

struct settings
{
	struct setting_value values[SETTING_COUNT];
	char *connection_parameters; /* parameters of DATABASE_URL that are no settings; or NULL */
	struct problem_list problems;
	struct settings_note *notes;
	size_t note_count;
	struct failure *unread; /* NULL: every source was read */
};

/* Frees problems, notes, and the failure of settings_set_unread(). */
void settings_forget_remarks(struct settings *settings);

void setting_value_clear(struct setting_value *value);
void setting_demand_free(struct setting_demand *demand); /* NULL is allowed */

#endif
