#include "adapter/bundle/script_text.h"

#include <stdint.h>
#include <string.h>

#include "adapter/bundle/gzip_text.h"
#include "base/count_of.h"

/* What a file begins with that is no text; the hint has a place for the file's name. */
struct foreign_format
{
	const char *magic;
	size_t magic_bytes;
	size_t offset_bytes;
	const char *what;
	const char *hint;
};

#define RESTORE_HINT "pg_restore -f - %s | noetl-schema apply --file - takes it as SQL"
#define UNPACK_HINT(program) program " %s | noetl-schema apply --file - takes it unpacked"

static const struct foreign_format foreign_formats[] = {
	{"PGDMP", 5, 0, "a dump in pg_dump's custom format", RESTORE_HINT},
	{"ustar", 5, 257, "an archive of tar", RESTORE_HINT ", if pg_dump has made it"},
	{"PK\x03\x04", 4, 0, "an archive of zip", UNPACK_HINT("unzip -p")},
	{"BZh", 3, 0, "packed by bzip2", UNPACK_HINT("bunzip2 -c")},
	{"\xfd"
     "7zXZ",
     5, 0, "packed by xz", UNPACK_HINT("xz -dc")},
	{"\x28\xb5\x2f\xfd", 4, 0, "packed by zstd", UNPACK_HINT("zstd -dc")},
	{"\x04\x22\x4d\x18", 4, 0, "packed by lz4", UNPACK_HINT("lz4 -dc")},
	{"\x1f\x8b", 2, 0, "packed by gzip more than once", UNPACK_HINT("gunzip -c")},
	{"\xff\xfe\0\0", 4, 0, "UTF-32", "iconv -f UTF-32 -t UTF-8 %s | noetl-schema apply --file -"},
	{"\0\0\xfe\xff", 4, 0, "UTF-32", "iconv -f UTF-32 -t UTF-8 %s | noetl-schema apply --file -"},
};

enum
{
	PART_BYTES = 1 << 20, /* of a mapped file, that is looked at in one go */
	UNIT_BYTES = 2,       /* of UTF-16 */
	SURROGATE_FIRST = 0xd800,
	SURROGATE_SECOND = 0xdc00,
	SURROGATE_END = 0xe000,
	SURROGATE_BITS = 10,
	SUPPLEMENT = 0x10000
};

static bool
begins_at(const struct text *text, size_t offset_bytes, const char *magic, size_t magic_bytes)
{
	return text->length_bytes >= offset_bytes + magic_bytes &&
	       memcmp(text->bytes + offset_bytes, magic, magic_bytes) == 0;
}

static bool
check_format(const char *name, const struct text *text, struct failure *failure)
{
	for (size_t index = 0; index < COUNT_OF(foreign_formats); index++)
	{
		const struct foreign_format *format = &foreign_formats[index];
		const char *place = strchr(format->hint, '%');

		if (!begins_at(text, format->offset_bytes, format->magic, format->magic_bytes))
			continue;
		(void)fail(failure, FAILURE_SETTINGS, "cannot take %s: it is %s", name, format->what);
		return fail_hint(failure, "%.*s%s%s", (int)(place - format->hint), format->hint, name,
		                 place + 2);
	}
	return true;
}

/* The two bytes at an offset as one unit of UTF-16. */
static uint32_t
unit_at(const struct text *text, size_t offset_bytes, bool is_little)
{
	uint32_t first = (unsigned char)text->bytes[offset_bytes];
	uint32_t second = (unsigned char)text->bytes[offset_bytes + 1];

	return is_little ? second << 8 | first : first << 8 | second;
}

static void
append_character(struct text *target, uint32_t character)
{
	static const uint32_t limits[] = {0x80, 0x800, 0x10000, 0x110000};
	static const unsigned char marks[] = {0x00, 0xc0, 0xe0, 0xf0};
	size_t follow_count = 0;

	while (character >= limits[follow_count])
		follow_count++;
	text_append_char(target, (char)(marks[follow_count] | character >> (6 * follow_count)));
	for (; follow_count > 0; follow_count--)
		text_append_char(target, (char)(0x80 | (character >> (6 * (follow_count - 1)) & 0x3f)));
}

/* One character, of a unit or of a pair of them; 0 if there is none. */
static size_t
take_character(const struct text *text, size_t offset_bytes, bool is_little, uint32_t *character)
{
	if (offset_bytes + UNIT_BYTES > text->length_bytes)
		return 0;
	*character = unit_at(text, offset_bytes, is_little);
	if (*character < SURROGATE_FIRST || *character >= SURROGATE_END)
		return UNIT_BYTES;
	if (*character >= SURROGATE_SECOND || offset_bytes + 2 * UNIT_BYTES > text->length_bytes)
		return 0;

	uint32_t second = unit_at(text, offset_bytes + UNIT_BYTES, is_little);

	if (second < SURROGATE_SECOND || second >= SURROGATE_END)
		return 0;
	*character = SUPPLEMENT + ((*character - SURROGATE_FIRST) << SURROGATE_BITS) +
	             (second - SURROGATE_SECOND);
	return 2 * UNIT_BYTES;
}

static bool
convert_utf16(const char *name, struct text *text, bool is_little, struct failure *failure)
{
	struct text converted = TEXT_EMPTY;
	size_t offset_bytes = UNIT_BYTES; /* behind the byte order mark */

	text_append(&converted, "");
	while (offset_bytes < text->length_bytes)
	{
		uint32_t character = 0;
		size_t taken_bytes = take_character(text, offset_bytes, is_little, &character);

		if (taken_bytes == 0)
		{
			text_free(&converted);
			(void)fail(failure, FAILURE_SETTINGS,
			           "cannot take %s: it begins as UTF-16, and byte %zu begins no character",
			           name, offset_bytes + 1);
			return fail_hint(failure, "Write the file as UTF-8.");
		}
		append_character(&converted, character);
		offset_bytes += taken_bytes;
	}
	text_free(text);
	*text = converted;
	return true;
}

static void
drop_mark(struct text *text, size_t mark_bytes)
{
	text->length_bytes -= mark_bytes;
	memmove(text->bytes, text->bytes + mark_bytes, text->length_bytes + 1);
}

static bool
fail_nul(const char *name, size_t offset_bytes, struct failure *failure)
{
	(void)fail(failure, FAILURE_SETTINGS, "cannot take %s: byte %zu is NUL", name,
	           offset_bytes + 1);
	return fail_hint(failure,
	                 "Scripts are UTF-8 text; UTF-16 needs a byte order mark, or has to be "
	                 "converted first.");
}

bool
script_text_decode(const char *name, size_t limit_bytes, struct text *text, struct failure *failure)
{
	if (gzip_text_is(text_bytes(text), text->length_bytes) &&
	    !gzip_text_unpack(name, limit_bytes, text, failure))
		return false;
	if (!check_format(name, text, failure))
		return false;
	if (begins_at(text, 0, "\xef\xbb\xbf", 3))
		drop_mark(text, 3);
	else if (begins_at(text, 0, "\xff\xfe", UNIT_BYTES) ||
	         begins_at(text, 0, "\xfe\xff", UNIT_BYTES))
	{
		if (!convert_utf16(name, text, begins_at(text, 0, "\xff", 1), failure))
			return false;
	}

	const char *nul = memchr(text_bytes(text), '\0', text->length_bytes);

	return nul == NULL || fail_nul(name, (size_t)(nul - text->bytes), failure);
}

/* Begins as what has to be converted or refused, which is done in memory. */
static bool
begins_specially(const struct text *text)
{
	if (gzip_text_is(text->bytes, text->length_bytes) || begins_at(text, 0, "\xef\xbb\xbf", 3) ||
	    begins_at(text, 0, "\xff\xfe", UNIT_BYTES) || begins_at(text, 0, "\xfe\xff", UNIT_BYTES))
		return true;
	for (size_t index = 0; index < COUNT_OF(foreign_formats); index++)
	{
		const struct foreign_format *format = &foreign_formats[index];

		if (begins_at(text, format->offset_bytes, format->magic, format->magic_bytes))
			return true;
	}
	return false;
}

bool
script_text_is_plain(const char *name, const struct mapped_file *file, struct failure *failure)
{
	const struct text text = {
		.bytes = mapped_file_text(file),
		.length_bytes = mapped_file_length_bytes(file),
	};

	if (begins_specially(&text))
		return false;
	for (size_t start = 0; start < text.length_bytes; start += PART_BYTES)
	{
		size_t left = text.length_bytes - start;
		size_t part_bytes = left < PART_BYTES ? left : PART_BYTES;
		const char *nul = memchr(text.bytes + start, '\0', part_bytes);

		if (nul != NULL)
			return fail_nul(name, (size_t)(nul - text.bytes), failure);
		mapped_file_let_go(file, start, start + part_bytes);
	}
	return true;
}
