#ifndef DOMAIN_URL_PARAMETER_H
#define DOMAIN_URL_PARAMETER_H

/*
 * What DATABASE_URL may say, by the keywords of libpq. What is not listed is refused: a service
 * file, another address behind the host's name, a file that keys of TLS are written to.
 */

#include <stdbool.h>

#include "domain/settings.h"

enum url_parameter_use
{
	URL_PARAMETER_IS_SETTING,  /* offered as a setting, which is judged as any other */
	URL_PARAMETER_IS_PASSED,   /* reaches libpq, whoever says it */
	URL_PARAMETER_OF_OPERATOR, /* so too, if the environment gives the URL */
	URL_PARAMETER_IS_DECIDED   /* known, and decided otherwise by the program */
};

struct url_parameter
{
	const char *keyword;
	enum url_parameter_use use;
	enum setting_key key; /* of a setting */
};

/* NULL for what is not served, with this value. */
const struct url_parameter *url_parameter_find(const char *keyword, const char *value);

#endif
