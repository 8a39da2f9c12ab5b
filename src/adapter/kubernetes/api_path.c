#include "adapter/kubernetes/api_path.h"

#include <string.h>

#include "base/text.h"

/* RFC 3986, section 2.3. */
static const char unreserved[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

char *
api_path_segment(const char *name)
{
	cleanup_text struct text segment = TEXT_EMPTY;

	for (const char *byte = name; *byte != '\0'; byte++)
	{
		if (strchr(unreserved, *byte) != NULL)
			text_append_char(&segment, *byte);
		else
			text_append_format(&segment, "%%%02X", (unsigned int)(unsigned char)*byte);
	}
	return text_steal(&segment);
}
