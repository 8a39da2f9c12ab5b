#include "domain/secret_text.h"

#include <string.h>
#include <strings.h>

#include "base/count_of.h"

/* Names of passwords in connection strings, URIs and kubeconfigs; "sslpassword" ends in one. */
static const char *const password_words[] = {"password", "passwd", "pwd", "secret", "token"};

/* Finds "password = x" and "password=x", in upper or lower case. */
static bool
is_password_assignment(const char *text)
{
	for (size_t index = 0; index < COUNT_OF(password_words); index++)
	{
		size_t length = strlen(password_words[index]);

		if (strncasecmp(text, password_words[index], length) == 0 &&
		    text[length + strspn(text + length, " \t\r\n")] == '=')
			return true;
	}
	return false;
}

bool
secret_text_is_likely(const char *text)
{
	const char *colon = strchr(text, ':');

	if (strstr(text, "://") != NULL || (colon != NULL && strchr(colon, '@') != NULL))
		return true;
	for (const char *place = text; *place != '\0'; place++)
	{
		if (is_password_assignment(place))
			return true;
	}
	return false;
}
