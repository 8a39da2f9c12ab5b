#include "domain/catalog/expression_nesting.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/count_of.h"
#include "base/text.h"
#include "domain/sql_lexeme.h"

static const char row_word[] = "ROW";

/* A bracket that is open, and what joins what stands in it. */
struct open_bracket
{
	const char *joined_by; /* NULL: nothing does */
	size_t row_begins_at;  /* of a row: where its word stands in the result */
	bool is_row;
	bool is_right_side; /* of a comparison of rows whose left side was made a part of another */
};

struct nesting
{
	struct text result;
	struct open_bracket *open;
	size_t depth;
	bool with_rows;
	bool is_behind_left_side;
	bool is_changed;
};

static bool
reads_here(const char *text, const char *piece)
{
	return strncmp(text, piece, strlen(piece)) == 0;
}

static const char *
behind_quoted(const char *at, const char *end)
{
	if (*at == '\'' || *at == '"')
		return sql_quoted_end(at, end, false);
	return *at == '$' ? sql_dollar_quoted_end(at, end) : NULL;
}

/* The one that begins here with the blank before it; NULL. */
static const char *
joining_operator(const char *at)
{
	static const char *const operators[] = {" AND ", " OR "};

	for (size_t i = 0; i < COUNT_OF(operators); i++)
	{
		if (reads_here(at, operators[i]))
			return operators[i];
	}
	return NULL;
}

static bool
is_compared_with_row(const char *at)
{
	static const char *const comparisons[] = {" IS DISTINCT FROM ROW(", " = ROW(", " <> ROW("};

	for (size_t i = 0; i < COUNT_OF(comparisons); i++)
	{
		if (reads_here(at, comparisons[i]))
			return true;
	}
	return false;
}

static void
open_bracket(struct nesting *nesting)
{
	const struct text *before = &nesting->result;
	size_t word = sizeof row_word - 1;
	bool is_row = before->length_bytes >= word &&
	              memcmp(before->bytes + before->length_bytes - word, row_word, word) == 0;
	struct open_bracket bracket = {.is_row = is_row};

	if (is_row)
	{
		bracket.row_begins_at = before->length_bytes - word;
		bracket.is_right_side = nesting->is_behind_left_side;
		nesting->is_behind_left_side = false;
	}
	*ARRAY_ADD(nesting->open, nesting->depth) = bracket;
}

/* The row that has just ended, as the only part of another row. */
static void
put_into_row(struct nesting *nesting, size_t begins_at)
{
	cleanup_text struct text row = TEXT_EMPTY;

	text_append_bytes(&row, nesting->result.bytes + begins_at,
	                  nesting->result.length_bytes - begins_at);
	nesting->result.length_bytes = begins_at;
	text_append_format(&nesting->result, "%s(%s)", row_word, text_bytes(&row));
	nesting->is_changed = true;
}

/* What follows the bracket tells whether what is in it would be taken apart. */
static void
close_bracket(struct nesting *nesting, const char *behind)
{
	if (nesting->depth == 0)
		return;

	const struct open_bracket closed = nesting->open[--nesting->depth];
	bool is_left_side = nesting->with_rows && closed.is_row && is_compared_with_row(behind);

	if (closed.joined_by != NULL && joining_operator(behind) == closed.joined_by)
	{
		text_append(&nesting->result, "::boolean");
		nesting->is_changed = true;
	}
	if (is_left_side || closed.is_right_side)
		put_into_row(nesting, closed.row_begins_at);
	nesting->is_behind_left_side = is_left_side;
}

static void
take_character(struct nesting *nesting, const char *at)
{
	const char *joint = joining_operator(at);

	if (joint != NULL && nesting->depth > 0)
		nesting->open[nesting->depth - 1].joined_by = joint;
	if (*at == '(')
		open_bracket(nesting);
	text_append_char(&nesting->result, *at);
	if (*at == ')')
		close_bracket(nesting, at + 1);
}

char *
expression_kept_nested(const char *text, bool with_rows)
{
	struct nesting nesting = {.with_rows = with_rows};
	const char *end = text + strlen(text);

	while (text < end)
	{
		const char *behind = behind_quoted(text, end);

		if (behind == NULL)
		{
			take_character(&nesting, text++);
			continue;
		}
		text_append_bytes(&nesting.result, text, (size_t)(behind - text));
		text = behind;
	}
	free(nesting.open);
	if (nesting.is_changed)
		return text_steal(&nesting.result);
	text_free(&nesting.result);
	return NULL;
}
