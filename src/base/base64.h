#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Decodes the standard alphabet with padding (RFC 4648, section 4); line breaks
 * are passed over, as Kubernetes does. decoded is written on success.
 */
bool base64_decode(const char *encoded, size_t length_bytes, struct text *decoded);

#endif
