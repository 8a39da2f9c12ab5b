#include "adapter/library/library_version.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <yaml.h>
#include <zlib.h>

#include "base/count_of.h"

enum
{
	VERSION_BYTES = 32
};

/* libpq tells 150018 for 15.18 (libpq, "PQlibVersion"). */
static const char *
libpq_version(void)
{
	static char version[VERSION_BYTES];
	int number = PQlibVersion();

	(void)snprintf(version, sizeof version, "%d.%d", number / 10000, number % 10000);
	return version;
}

const struct library_version *
library_versions(size_t *count)
{
	static struct library_version libraries[6];

	libraries[0] = (struct library_version){"libpq", libpq_version()};
	libraries[1] =
		(struct library_version){"OpenSSL", OpenSSL_version(OPENSSL_FULL_VERSION_STRING)};
	libraries[2] = (struct library_version){"libyaml", yaml_get_version_string()};
	libraries[3] = (struct library_version){"cJSON", cJSON_Version()};
	libraries[4] = (struct library_version){"libcurl", curl_version_info(CURLVERSION_NOW)->version};
	libraries[5] = (struct library_version){"zlib", zlibVersion()};
	*count = COUNT_OF(libraries);
	return libraries;
}
