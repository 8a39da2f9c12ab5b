#ifndef DOMAIN_SETTINGS_STATE_H
#define DOMAIN_SETTINGS_STATE_H

/* What settings are made of; settings.h is what others see of them. */

#include "domain/problem_list.h"
#include "domain/settings.h"

/* What a flag or the environment says of a setting that nothing below them may weaken. */
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
	char *problem; /* NULL if the text is well-formed */
	char *typo;    /* a key that looks like this one's, and where it stands; or NULL */
	enum setting_source source;
	int64_t number;
	struct setting_demand *demand; /* see settings_strength.h; NULL: nobody demands anything */
};

struct settings
{
	struct setting_value values[SETTING_COUNT];
	char *connection_parameters; /* what DATABASE_URL has beside settings; or NULL */
	struct problem_list problems;
	struct settings_note *notes;
	size_t note_count;
	struct failure *unread; /* NULL: every source was read */
};

/* Frees problems, notes, and what was unread. */
void settings_forget_remarks(struct settings *settings);

void setting_value_clear(struct setting_value *value);
void setting_demand_free(struct setting_demand *demand); /* NULL is fine */

#endif
