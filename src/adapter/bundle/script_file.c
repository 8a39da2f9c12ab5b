#include "adapter/bundle/script_file.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

enum
{
	PIECE_BYTES = 64 * 1024,
	BYTE_ORDER_MARK_BYTES = 3
};

static const char readable_path_hint[] =
	"--file takes a path that this program can read, or - for standard input";

static bool
read_all(FILE *file, const char *name, struct text *text, struct failure *failure)
{
	cleanup_memory char *piece = memory_allocate(PIECE_BYTES, 1);
	size_t length_bytes = 0;

	while ((length_bytes = fread(piece, 1, PIECE_BYTES, file)) > 0)
	{
		if (text->length_bytes + length_bytes > SCRIPT_FILE_LIMIT_BYTES)
		{
			(void)fail(failure, FAILURE_SETTINGS, "cannot read %s: it exceeds %d MiB", name,
			           SCRIPT_FILE_LIMIT_BYTES / (1024 * 1024));
			return fail_hint(failure, "load data with psql, and give the DDL only");
		}
		text_append_bytes(text, piece, length_bytes);
	}
	if (!ferror(file))
		return true;
	(void)fail(failure, FAILURE_SETTINGS, "cannot read %s: %s", name, strerror(errno));
	return fail_hint(failure, "%s", readable_path_hint);
}

static bool
take_script(const char *name, struct text *text, struct script *script, struct failure *failure)
{
	const char *bytes = text_bytes(text);
	size_t length_bytes = text->length_bytes;
	const char *nul = memchr(bytes, '\0', length_bytes);

	if (nul != NULL)
	{
		(void)fail(failure, FAILURE_SETTINGS, "cannot take %s: byte %zu is NUL", name,
		           (size_t)(nul - bytes) + 1);
		return fail_hint(failure, "scripts are UTF-8 text; UTF-16 has to be converted first");
	}
	if (length_bytes >= BYTE_ORDER_MARK_BYTES && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
	{
		bytes += BYTE_ORDER_MARK_BYTES;
		length_bytes -= BYTE_ORDER_MARK_BYTES;
	}
	*script = (struct script){
		.name = memory_copy_text(name),
		.text = memory_copy_bytes(bytes, length_bytes),
		.length_bytes = length_bytes,
	};
	return true;
}

bool
script_file_read(const char *path, struct script *script, struct failure *failure)
{
	cleanup_file FILE *opened = NULL;
	cleanup_text struct text text = TEXT_EMPTY;
	bool is_standard_input = strcmp(path, "-") == 0;
	const char *name = is_standard_input ? "standard input" : path;

	if (!is_standard_input)
	{
		opened = fopen(path, "rbe");
		if (opened == NULL)
		{
			(void)fail(failure, FAILURE_SETTINGS, "cannot open %s: %s", name, strerror(errno));
			return fail_hint(failure, "%s", readable_path_hint);
		}
	}
	return read_all(is_standard_input ? stdin : opened, name, &text, failure) &&
	       take_script(name, &text, script, failure);
}
