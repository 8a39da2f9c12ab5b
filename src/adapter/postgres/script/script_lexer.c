/* The only file that sees PostgreSQL's frontend headers: they redefine names of the C library. */
#include <postgres_fe.h>

#include <fe_utils/psqlscan.h>
#include <fe_utils/psqlscan_int.h>
#include <mb/pg_wchar.h>

#include "adapter/postgres/script/script_lexer.h"

struct script_lexer
{
	PsqlScanState state;
	PQExpBuffer
		statement; /* what psqlscan has seen of the statement; it asks whether it is empty */
	promptStatus_t prompt;
	char *piece; /* NULL: there is none */
	size_t behind_bytes;
};

/* Without get_variable, psqlscan leaves variables alone. */
static const PsqlScanCallbacks no_variables = {NULL};

struct open_thing
{
	promptStatus_t prompt;
	const char *words;
};

static const struct open_thing open_things[] = {
	{PROMPT_COMMENT, "a comment"},
	{PROMPT_SINGLEQUOTE, "a quoted string"},
	{PROMPT_DOUBLEQUOTE, "a quoted identifier"},
	{PROMPT_DOLLARQUOTE, "a dollar-quoted string"},
	{PROMPT_PAREN, "parentheses"},
	{PROMPT_CONTINUE, "a BEGIN ... END body"},
};

struct script_lexer *
script_lexer_new(void)
{
	struct script_lexer *lexer = pg_malloc0(sizeof *lexer);

	lexer->state = psql_scan_create(&no_variables);
	lexer->statement = createPQExpBuffer();
	return lexer;
}

static void
script_lexer_end_piece(struct script_lexer *lexer)
{
	if (lexer->piece == NULL)
		return;
	psql_scan_finish(lexer->state);
	pg_free(lexer->piece);
	lexer->piece = NULL;
}

void
script_lexer_free(struct script_lexer *lexer)
{
	if (lexer == NULL)
		return;
	script_lexer_end_piece(lexer);
	psql_scan_destroy(lexer->state);
	destroyPQExpBuffer(lexer->statement);
	pg_free(lexer);
}

/*
 * The places of statements are all that is wanted, so the text may be another one where it is cut
 * the same. A colon begins a variable for psqlscan, which takes what belongs to the next token for
 * the server (":E'\''", ":a$b$"): a comma never does. A vertical tab is a blank for servers from 17
 * on, and an error before.
 */
static void
speak_as_the_server_reads(char *piece, size_t length_bytes)
{
	for (size_t index = 0; index < length_bytes; index++)
	{
		if (piece[index] == ':')
			piece[index] = ',';
		else if (piece[index] == '\v')
			piece[index] = ' ';
	}
}

void
script_lexer_feed(struct script_lexer *lexer, const char *piece, size_t length_bytes)
{
	script_lexer_end_piece(lexer);
	lexer->piece = pg_malloc(length_bytes + 1);
	memcpy(lexer->piece, piece, length_bytes);
	lexer->piece[length_bytes] = '\0';
	speak_as_the_server_reads(lexer->piece, length_bytes);
	psql_scan_setup(lexer->state, lexer->piece, (int)length_bytes, PG_UTF8, true);
	lexer->behind_bytes = 0;
}

enum lexer_stop
script_lexer_next(struct script_lexer *lexer, size_t *behind_bytes)
{
	PsqlScanResult result = psql_scan(lexer->state, lexer->statement, &lexer->prompt);

	/*
	 * flex ends the token that it has read with a NUL in the buffer: so the text is as
	 * long as what is behind. Earlier NULs have been put back. (pgbench does the same.)
	 */
	lexer->behind_bytes += strlen(lexer->state->scanbuf + lexer->behind_bytes);
	*behind_bytes = lexer->behind_bytes;
	switch (result)
	{
		case PSCAN_SEMICOLON:
			resetPQExpBuffer(lexer->statement);
			return LEXER_SEMICOLON;
		case PSCAN_BACKSLASH:
			return LEXER_BACKSLASH;
		case PSCAN_INCOMPLETE:
			return lexer->prompt == PROMPT_READY ? LEXER_END : LEXER_UNFINISHED;
		case PSCAN_EOL:
			break;
	}
	return LEXER_END;
}

const char *
script_lexer_open_thing(const struct script_lexer *lexer)
{
	for (size_t index = 0; index < lengthof(open_things); index++)
	{
		if (open_things[index].prompt == lexer->prompt)
			return open_things[index].words;
	}
	return "a statement";
}

size_t
script_lexer_valid_bytes(const char *text, size_t length_bytes)
{
	return (size_t)pg_encoding_verifymbstr(PG_UTF8, text, (int)length_bytes);
}
