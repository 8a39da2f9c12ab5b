#include "licenses.h"

#include <string.h>

#include "adapter/embedded/embedded_file.h"
#include "base/json.h"

static const char folder[] = "licenses/";

/* Writes about one file; called with LICENSE first, then in the order of names. */
typedef void (*license_writer)(struct text *text, const struct embedded_file *file);

static void
append_each_license(struct text *text, license_writer append)
{
	size_t count = 0;
	const struct embedded_file *files = embedded_files(&count);

	append(text, embedded_file_find("LICENSE"));
	for (size_t index = 0; index < count; index++)
	{
		if (strncmp(files[index].path, folder, sizeof folder - 1) == 0)
			append(text, &files[index]);
	}
}

static void
append_license_text(struct text *text, const struct embedded_file *file)
{
	text_append_format(text, "\n======== %s ========\n\n%s", file->path, file->text);
}

static void
append_license_json(struct text *json, const struct embedded_file *file)
{
	json_append_separator(json);
	text_append_char(json, '{');
	json_append_text_member(json, "file", file->path);
	json_append_lines_member(json, "text", file->text);
	text_append_char(json, '}');
}

void
licenses_append_text(struct text *text)
{
	text_append(text, embedded_file_find("NOTICE")->text);
	append_each_license(text, append_license_text);
}

void
licenses_append_json(struct text *json)
{
	text_append_char(json, '{');
	json_append_lines_member(json, "notice", embedded_file_find("NOTICE")->text);
	json_append_name(json, "licenses");
	text_append_char(json, '[');
	append_each_license(json, append_license_json);
	text_append(json, "]}\n");
}
