#include "adapter/bundle/gzip_text.h"

#include <zlib.h>

#include "base/stop_signal.h"

enum
{
	GZIP_ONLY_WINDOW_BITS =
		15 + 16, /* zlib.h, inflateInit2(): the largest window, and a header of gzip */
	CHUNK_BYTES = 65536,
	BYTES_A_MIB = 1024 * 1024
};

static const char damaged_hint[] = "gunzip --test says what is wrong with the file.";

bool
gzip_text_is(const char *bytes, size_t length_bytes)
{
	return length_bytes >= 2 && (unsigned char)bytes[0] == 0x1f && (unsigned char)bytes[1] == 0x8b;
}

/* What one call gives is appended; false if it is too much. */
static bool
append_chunk(z_stream *stream, const Bytef *chunk, size_t limit_bytes, struct text *unpacked)
{
	size_t count = CHUNK_BYTES - stream->avail_out;

	if (count > limit_bytes - unpacked->length_bytes)
		return false;
	text_append_bytes(unpacked, (const char *)chunk, count);
	return true;
}

/* Behind a member may stand another one, or zeros that fill a block of a tape. */
static bool
begins_next_member(z_stream *stream)
{
	while (stream->avail_in > 0 && *stream->next_in == 0)
	{
		stream->next_in++;
		stream->avail_in--;
	}
	return stream->avail_in > 0 && inflateReset(stream) == Z_OK;
}

static bool
unpack_all(z_stream *stream, const char *name, size_t limit_bytes, struct text *unpacked,
           struct failure *failure)
{
	Bytef chunk[CHUNK_BYTES];

	for (;;)
	{
		if (stop_signal_was_received())
			return stop_signal_fail(failure, "reading the DDL");
		stream->next_out = chunk;
		stream->avail_out = CHUNK_BYTES;

		int answer = inflate(stream, Z_NO_FLUSH);

		if (!append_chunk(stream, chunk, limit_bytes, unpacked))
		{
			(void)fail(failure, FAILURE_SETTINGS, "cannot read %s: unpacked, it exceeds %zu MiB",
			           name, limit_bytes / BYTES_A_MIB);
			return fail_hint(failure, "load data with psql, and give the DDL only");
		}
		if (answer == Z_STREAM_END && !begins_next_member(stream))
			return true;
		if (answer == Z_OK || answer == Z_STREAM_END)
			continue;
		(void)fail(failure, FAILURE_SETTINGS, "cannot unpack %s: %s", name,
		           answer == Z_BUF_ERROR ? "the end of the gzip file is missing"
		           : stream->msg != NULL ? stream->msg
		                                 : "it is no gzip file");
		return fail_hint(failure, "%s", damaged_hint);
	}
}

bool
gzip_text_unpack(const char *name, size_t limit_bytes, struct text *text, struct failure *failure)
{
	cleanup_text struct text unpacked = TEXT_EMPTY;
	z_stream stream = {
		.next_in = (Bytef *)text->bytes,
		.avail_in = (uInt)text->length_bytes,
	};

	if (inflateInit2(&stream, GZIP_ONLY_WINDOW_BITS) != Z_OK)
		return fail(failure, FAILURE_TRANSIENT, "there is no memory to unpack %s", name);

	bool is_unpacked = unpack_all(&stream, name, limit_bytes, &unpacked, failure);

	(void)inflateEnd(&stream);
	if (!is_unpacked)
		return false;
	text_append(&unpacked, "");

	struct text packed = *text;

	*text = unpacked;
	unpacked = packed;
	return true;
}
