#include "domain/definition_contrast.h"

#include "domain/sentence.h"

enum
{
	LINE_BYTES = 240,  /* a longer text would hide the findings after it */
	CONTEXT_BYTES = 40 /* before what differs */
};

static void
append_on_one_line(struct text *line, const char *text)
{
	bool was_space = true;

	for (; *text != '\0'; text++)
	{
		bool is_space = *text == ' ' || *text == '\n' || *text == '\t';

		if (!is_space || !was_space)
			text_append_char(line, (char)(is_space ? ' ' : *text));
		was_space = is_space;
	}
}

/* At a space, so that no word and no character is cut; 0 where both have to be told from the beginning. */
static size_t
common_begin(const char *left, const char *right)
{
	size_t same = 0;

	while (left[same] != '\0' && left[same] == right[same])
		same++;

	size_t begin = same > CONTEXT_BYTES ? same - CONTEXT_BYTES : 0;

	while (begin > 0 && left[begin - 1] != ' ')
		begin--;
	return begin;
}

static void
append_from(struct text *line, const char *whole, size_t begin)
{
	cleanup_text struct text cut = TEXT_EMPTY;

	text_append_format(&cut, "%s%s", begin > 0 ? "... " : "", whole + begin);
	sentence_fit(&cut, LINE_BYTES);
	text_append(line, text_bytes(&cut));
}

void
definition_contrast(const char *expected, const char *found, struct text *expected_line,
                    struct text *found_line)
{
	cleanup_text struct text whole_expected = TEXT_EMPTY;
	cleanup_text struct text whole_found = TEXT_EMPTY;

	append_on_one_line(&whole_expected, expected);
	append_on_one_line(&whole_found, found);

	bool is_long =
		whole_expected.length_bytes > LINE_BYTES || whole_found.length_bytes > LINE_BYTES;
	size_t begin =
		is_long ? common_begin(text_bytes(&whole_expected), text_bytes(&whole_found)) : 0;

	append_from(expected_line, text_bytes(&whole_expected), begin);
	append_from(found_line, text_bytes(&whole_found), begin);
}
