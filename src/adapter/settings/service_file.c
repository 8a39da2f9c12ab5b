#include "adapter/settings/service_file.h"

#include <string.h>

#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/url_parameter.h"

enum
{
	FILE_BYTES = 1 << 20,
	SHOWN_BYTES = 64 /* of a keyword, which may be something else */
};

struct service_file
{
	struct settings *settings;
	const char *path;
	const char *service;
	bool is_found;
};

/* The owner's, where the table of libpq's keywords names the administrator's. */
struct owners_key
{
	const char *keyword;
	enum setting_key key;
};

static const struct owners_key owners_keys[] = {
	{"user", SETTING_NOETL_USER},
	{"password", SETTING_NOETL_PASSWORD},
	{"dbname", SETTING_NOETL_POSTGRES_DB},
};

static enum setting_key
key_of_keyword(const char *keyword, const char *value)
{
	const struct url_parameter *parameter = url_parameter_find(keyword, value);

	for (size_t index = 0; index < COUNT_OF(owners_keys); index++)
	{
		if (strcmp(owners_keys[index].keyword, keyword) == 0)
			return owners_keys[index].key;
	}
	return parameter != NULL && parameter->use == URL_PARAMETER_IS_SETTING ? parameter->key
	                                                                       : SETTING_COUNT;
}

/* "host=db.example.com", without blanks at either end; changed in place. */
static void
offer_line(const struct service_file *file, char *line)
{
	cleanup_memory char *origin = memory_format("service %s of %s", file->service, file->path);
	char *value = strchr(line, '=');
	enum setting_key key = SETTING_COUNT;

	if (value == NULL)
	{
		settings_add_problem(file->settings, "%s: a line is not NAME=VALUE", origin);
		return;
	}
	*value++ = '\0';
	key = key_of_keyword(line, value);
	if (key == SETTING_COUNT)
		settings_add_problem(file->settings, "%s: its parameter \"%s\" is not supported", origin,
		                     strlen(line) < SHOWN_BYTES ? line : "(a long one)");
	else
		settings_offer(file->settings, key, SETTING_FROM_LIBPQ, origin, value);
}

static void
read_line(struct service_file *file, char *line, bool *is_inside)
{
	size_t name_bytes = strlen(file->service);

	line += strspn(line, " \t");
	line[strcspn(line, "\r")] = '\0';
	if (*line == '#' || *line == '\0')
		return;
	if (*line != '[')
	{
		if (*is_inside)
			offer_line(file, line);
		return;
	}
	/* The first section of a name counts, as libpq has it. */
	*is_inside = !file->is_found && strncmp(line + 1, file->service, name_bytes) == 0 &&
	             line[1 + name_bytes] == ']';
	file->is_found |= *is_inside;
}

void
service_file_read(struct settings *settings, const char *path, const char *service)
{
	cleanup_secret_text struct text content = TEXT_EMPTY;
	struct service_file file = {.settings = settings, .path = path, .service = service};
	const struct file_bounds bounds = {.limit_bytes = FILE_BYTES};
	enum file_outcome outcome = bounded_file_read_regular(path, FILE_BYTES, &content);
	bool is_inside = false;
	char *rest = NULL;

	if (outcome != FILE_READ)
	{
		cleanup_memory char *why = bounded_file_explain(outcome, &bounds);

		settings_add_problem(settings, "PGSERVICE (environment): %s %s", path, why);
		return;
	}
	for (char *line = strtok_r(content.bytes, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		read_line(&file, line, &is_inside);
	if (!file.is_found)
		settings_add_problem(settings, "PGSERVICE (environment): no such service is in %s", path);
}
