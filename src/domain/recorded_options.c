#include "domain/recorded_options.h"

#include <stdio.h>
#include <string.h>

#include "base/sha256.h"

enum
{
	/* One letter, which no hash has, then two parts. */
	MANAGED_AT = 1,
	MANAGED_LENGTH = 16,
	ALLOWED_AT = MANAGED_AT + MANAGED_LENGTH,
	ALLOWED_LENGTH = 15
};

static const char mark = 'p';
static const char nothing_said[] = "0000000000000000";

static void
sum_allowances(const char *allowances, char hash[SHA256_HEX_BYTES])
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	sha256_add_text(&sha256, allowances != NULL ? allowances : "");
	sha256_finish(&sha256, hash);
}

void
recorded_options_postponed(const char *options, const char *allowances,
                           char recorded[RECORDED_OPTIONS_BYTES])
{
	char hash[SHA256_HEX_BYTES];

	sum_allowances(allowances, hash);
	(void)snprintf(recorded, RECORDED_OPTIONS_BYTES, "%c%.*s%.*s", mark, MANAGED_LENGTH,
	               options[0] != '\0' ? options : nothing_said, ALLOWED_LENGTH, hash);
}

bool
recorded_options_have_postponed(const char *recorded)
{
	return recorded[0] == mark && strlen(recorded) == RECORDED_OPTIONS_BYTES - 1;
}

bool
recorded_options_manage(const char *recorded, const char *options)
{
	if (!recorded_options_have_postponed(recorded))
		return strcmp(recorded, options) == 0;
	return memcmp(recorded + MANAGED_AT, options[0] != '\0' ? options : nothing_said,
	              MANAGED_LENGTH) == 0;
}

bool
recorded_options_postpone_with(const char *recorded, const char *allowances)
{
	char hash[SHA256_HEX_BYTES];

	sum_allowances(allowances, hash);
	return recorded_options_have_postponed(recorded) &&
	       memcmp(recorded + ALLOWED_AT, hash, ALLOWED_LENGTH) == 0;
}
