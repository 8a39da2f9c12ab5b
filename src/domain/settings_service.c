#include <ctype.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "domain/settings.h"

const struct setting_definition *
settings_service_password_definition(const char *service)
{
	cleanup_memory char *name = memory_format("%s_PASSWORD", service);

	for (char *byte = name; *byte != '\0'; byte++)
		*byte = (char)toupper((unsigned char)*byte);
	return setting_definition_by_name(name);
}

const char *
settings_service_password(const struct settings *settings, const char *service)
{
	const struct setting_definition *definition = settings_service_password_definition(service);

	return definition != NULL ? settings_text(settings, definition->key) : NULL;
}
