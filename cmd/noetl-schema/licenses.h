#ifndef LICENSES_H
#define LICENSES_H

/*
 * What "version --licenses" prints: NOTICE, then LICENSE and each file of licenses/, as they are
 * in the source tree. The program
 * carries them, so that a copy of it alone still meets the terms of each license.
 */

#include "base/text.h"

/* Each license below its file's name. */
void licenses_append_text(struct text *text);

/* One object: "notice", and "licenses", an array of "file" and "text". */
void licenses_append_json(struct text *json);

#endif
