#ifndef DOMAIN_URL_PARAMETER_H
#define DOMAIN_URL_PARAMETER_H

/*
 * The parameters that DATABASE_URL may have, by the keywords of libpq. A parameter that is not
 * listed is refused: a service file, another address behind the host's name, a file that receives
 * TLS keys.
 */

#include <stdbool.h>

#include "domain/settings.h"

enum url_parameter_use
{
	URL_PARAMETER_IS_SETTING,  /* offered as a setting, and checked as any other */
	URL_PARAMETER_IS_PASSED,   /* passed to libpq, from any source */
	URL_PARAMETER_OF_OPERATOR, /* passed to libpq if the environment gives the URL */
	URL_PARAMETER_IS_DECIDED   /* accepted, but the program decides it */
};

struct url_parameter
{
	const char *keyword;
	enum url_parameter_use use;
	enum setting_key key; /* of URL_PARAMETER_IS_SETTING */
};

/* NULL if the parameter, with this value, is not allowed. */
const struct url_parameter *url_parameter_find(const char *keyword, const char *value);

#endif
