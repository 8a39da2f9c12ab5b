#ifndef DOMAIN_DEFINITION_CONTRAST_H
#define DOMAIN_DEFINITION_CONTRAST_H

/* Two texts of one object's definition, to be read side by side. */

#include "base/text.h"

/*
 * Appends each on one line that is not too long for a finding. Where a text has to be cut, both
 * begin a few words before what differs, with "... " for what is left out.
 */
void definition_contrast(const char *expected, const char *found, struct text *expected_line,
                         struct text *found_line);

#endif
