#include "adapter/settings/manifest_scalar.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/count_of.h"

static const char *const boolean_words[] = {"true", "false", "yes", "no", "on", "off", "y", "n"};
static const char *const number_words[] = {".inf", "+.inf", "-.inf", ".nan"};

/* As YAML spells words: lower case, Capital or UPPER CASE, not mIxEd. */
static bool
is_word(const char *plain, const char *word)
{
	size_t upper_count = 0;

	if (strcasecmp(plain, word) != 0)
		return false;
	for (const char *byte = plain; *byte != '\0'; byte++)
		upper_count += isupper((unsigned char)*byte) ? 1 : 0;
	if (upper_count <= 1)
		return upper_count == 0 || isupper((unsigned char)plain[0]);
	return strpbrk(plain, "abcdefghijklmnopqrstuvwxyz") == NULL;
}

static bool
is_one_of(const char *plain, const char *const *words, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		if (is_word(plain, words[index]))
			return true;
	}
	return false;
}

static bool
is_binary_or_octal(const char *digits)
{
	if (digits[0] != '0' || digits[1] == '\0' || digits[2] == '\0')
		return false;
	if (digits[1] == 'b')
		return strspn(digits + 2, "01_") == strlen(digits + 2);
	return digits[1] == 'o' && strspn(digits + 2, "01234567_") == strlen(digits + 2);
}

static bool
is_yaml_number(const char *plain)
{
	const char *digits = plain[0] == '-' || plain[0] == '+' ? plain + 1 : plain;
	char *end = NULL;

	if (!isdigit((unsigned char)digits[0]) &&
	    !(digits[0] == '.' && isdigit((unsigned char)digits[1])))
		return false;
	if (is_binary_or_octal(digits))
		return true;
	(void)strtod(digits, &end);
	if (*end == '\0')
		return true;
	/* 1_000 */
	return strspn(digits, "0123456789_") == strlen(digits);
}

const char *
manifest_scalar_misread(const char *plain)
{
	if (plain[0] == '\0' || strcmp(plain, "~") == 0 || is_word(plain, "null"))
		return "nothing";
	if (is_one_of(plain, boolean_words, COUNT_OF(boolean_words)))
		return "true or false";
	if (is_yaml_number(plain) || is_one_of(plain, number_words, COUNT_OF(number_words)))
		return "a number";
	return NULL;
}
