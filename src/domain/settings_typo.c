#include "domain/settings_typo.h"

#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/likely_word.h"
#include "base/memory.h"

enum
{
	BYTES_A_SLIP = 6, /* one typo is assumed in so many bytes: short names are alike */
	MOST_SLIPS = 2
};

static size_t
believed_typos(const char *name)
{
	size_t typos = strlen(name) / BYTES_A_SLIP;

	return typos < MOST_SLIPS ? typos : MOST_SLIPS;
}

/* A typo in both of the first two bytes is too unlikely; this test saves nearly all comparisons. */
static bool
begins_alike(const char *left, const char *right)
{
	return left[0] == right[0] || left[0] == right[1] || left[1] == right[0];
}

static size_t
length_difference(const char *left, const char *right)
{
	size_t left_length = strlen(left);
	size_t right_length = strlen(right);

	return left_length > right_length ? left_length - right_length : right_length - left_length;
}

const struct setting_definition *
settings_typo_meant(const char *name)
{
	const struct setting_definition *meant = NULL;
	size_t least = believed_typos(name) + 1;
	char upper[LIKELY_WORD_BYTES + 1] = "";

	if (strlen(name) > LIKELY_WORD_BYTES)
		return NULL;
	for (size_t index = 0; name[index] != '\0'; index++)
		upper[index] = (char)toupper((unsigned char)name[index]);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const char *wanted = setting_definition(key)->name;

		if (!begins_alike(upper, wanted) || length_difference(upper, wanted) >= least)
			continue;

		size_t distance = likely_word_distance(upper, wanted, least);

		if (distance >= least)
			continue;
		least = distance;
		meant = setting_definition(key);
	}
	return meant;
}

void
settings_typo_note(struct settings *settings, const char *name, const char *origin)
{
	const struct setting_definition *meant = settings_typo_meant(name);

	if (meant == NULL)
		return;

	cleanup_memory char *typo = memory_format("%s (%s)", name, origin);

	settings_set_typo(settings, meant->key, typo);
}
