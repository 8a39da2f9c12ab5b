#include "domain/authentication.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/text.h"

struct method_word
{
	const char *word;
	int64_t method; /* 0: libpq knows it, the program never uses it */
};

static const struct method_word method_words[] = {
	{"scram-sha-256", AUTHENTICATION_SCRAM},
	{"md5", AUTHENTICATION_MD5},
	{"password", AUTHENTICATION_PASSWORD},
	{"none", AUTHENTICATION_NONE},
	{"gss", 0},
	{"sspi", 0},
	{"oauth", 0},
};

enum
{
	METHOD_WORD_COUNT = COUNT_OF(method_words)
};

static size_t
find_method_word(const char *word, size_t length)
{
	size_t index = 0;

	while (index < METHOD_WORD_COUNT && (strlen(method_words[index].word) != length ||
	                                     strncmp(method_words[index].word, word, length) != 0))
		index++;
	return index;
}

bool
authentication_parse(const char *text, int64_t *methods)
{
	bool is_exclusion = text[0] == '!';
	bool is_seen[METHOD_WORD_COUNT] = {false};
	int64_t named = 0;

	for (const char *word = text;;)
	{
		if ((*word == '!') != is_exclusion)
			return false;
		word += is_exclusion ? 1 : 0;

		size_t length = strcspn(word, ",");
		size_t index = find_method_word(word, length);

		if (index == METHOD_WORD_COUNT || is_seen[index] ||
		    (method_words[index].method == 0 && !is_exclusion))
			return false;
		is_seen[index] = true;
		named |= method_words[index].method;
		if (word[length] == '\0')
			break;
		word += length + 1;
	}
	if (is_exclusion)
		named = AUTHENTICATION_ALL & ~named;
	if (named == 0)
		return false;
	*methods = named;
	return true;
}

const char *
authentication_method_name(enum authentication_method method)
{
	size_t index = 0;

	while (index + 1 < METHOD_WORD_COUNT && method_words[index].method != (int64_t)method)
		index++;
	return method_words[index].word;
}

char *
authentication_list(int64_t methods)
{
	cleanup_text struct text list = TEXT_EMPTY;

	for (int64_t each = 1; each <= AUTHENTICATION_ALL; each <<= 1)
	{
		if ((methods & each) != 0)
			text_append_format(&list, "%s%s", list.length_bytes > 0 ? "," : "",
			                   authentication_method_name((enum authentication_method)each));
	}
	return text_steal(&list);
}
