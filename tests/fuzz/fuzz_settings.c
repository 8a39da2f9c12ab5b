#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/login.h"
#include "domain/settings.h"

/*
 * Each line of the input is an offer: a byte for the key, a byte for the source,
 * the value. Afterwards everything is asked that a run would ask.
 */
static void
offer_line(struct settings *settings, const uint8_t *line, size_t length_bytes)
{
	if (length_bytes < 2)
		return;

	enum setting_key key = line[0] % SETTING_COUNT;
	enum setting_source source = line[1] % SETTING_FROM_DEFAULT;
	cleanup_memory char *value = memory_copy_bytes((const char *)line + 2, length_bytes - 2);

	settings_offer(settings, key, source, "fuzz", value);
}

/* A value is there whenever there is a default, and no number escapes its bounds. */
static void
check_values(const struct settings *settings)
{
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_definition *definition = setting_definition(key);
		int64_t number = settings_integer(settings, key);

		if (definition->by_default != NULL && settings_text(settings, key) == NULL)
			abort();
		/* One that has no default may be unset. */
		if (definition->type == SETTING_TYPE_DURATION && settings_text(settings, key) != NULL &&
		    (number < definition->least || number > definition->greatest))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	static const struct login_request of_administrator = {.as = LOGIN_OF_ADMINISTRATOR};
	cleanup_settings struct settings *settings = settings_new();
	struct settings *fresh = settings_new();
	struct failure failure;
	struct login login;
	const uint8_t *line = bytes;
	const uint8_t *end = bytes + length_bytes;

	while (line < end)
	{
		const uint8_t *line_end = memchr(line, '\n', (size_t)(end - line));

		if (line_end == NULL)
			line_end = end;
		offer_line(settings, line, (size_t)(line_end - line));
		line = line_end < end ? line_end + 1 : end;
	}
	check_values(settings);
	if (login_make(settings, &of_administrator, &login, &failure) && login.user == NULL)
		abort();
	login_require_owner(settings, "noetl");
	login_require_administrator(settings);
	(void)settings_check(settings, &failure);
	settings_offer_flags_of(fresh, settings);
	settings_adopt(settings, fresh);
	check_values(settings);
	return 0;
}
