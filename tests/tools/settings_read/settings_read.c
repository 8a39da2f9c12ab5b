/*
 * The program, and a list of the settings whose values it read: appended at its end to the file
 * that SETTINGS_READ names, one name a line. The linker leads every call of the readers here.
 */

#include <stdio.h>
#include <stdlib.h>

#include "domain/settings.h"

static bool is_read[SETTING_COUNT];

/* ld(1), --wrap: __real_ is the reader itself. */
const char *__real_settings_text(const struct settings *settings, enum setting_key key);
int64_t __real_settings_integer(const struct settings *settings, enum setting_key key);
bool __real_settings_flag(const struct settings *settings, enum setting_key key);
const char *__wrap_settings_text(const struct settings *settings, enum setting_key key);
int64_t __wrap_settings_integer(const struct settings *settings, enum setting_key key);
bool __wrap_settings_flag(const struct settings *settings, enum setting_key key);

const char *
__wrap_settings_text(const struct settings *settings, enum setting_key key)
{
	is_read[key] = true;
	return __real_settings_text(settings, key);
}

int64_t
__wrap_settings_integer(const struct settings *settings, enum setting_key key)
{
	is_read[key] = true;
	return __real_settings_integer(settings, key);
}

bool
__wrap_settings_flag(const struct settings *settings, enum setting_key key)
{
	is_read[key] = true;
	return __real_settings_flag(settings, key);
}

__attribute__((destructor)) static void
write_list(void)
{
	const char *path = getenv("SETTINGS_READ");
	FILE *file = path != NULL ? fopen(path, "a") : NULL;

	if (file == NULL)
		return;
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (is_read[key])
			(void)fprintf(file, "%s\n", setting_definition(key)->name);
	}
	(void)fclose(file);
}
