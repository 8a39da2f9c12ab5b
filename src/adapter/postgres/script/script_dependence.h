#ifndef ADAPTER_POSTGRES_SCRIPT_SCRIPT_DEPENDENCE_H
#define ADAPTER_POSTGRES_SCRIPT_SCRIPT_DEPENDENCE_H

/*
 * Which statements would be other ones if the script had changed how its bytes are read.
 */

#include "domain/script.h"

/*
 * Whether a string of the statement could end elsewhere under other settings: a backslash makes the
 * quote behind it a part of the string, or not.
 */
bool script_has_escaped_quote(const struct script *script, const struct statement *statement);

/*
 * The last statement that would be another text in another encoding, or whose data would be; it is
 * guarded for all before it. The range's end if there is none. Our own scripts change no encoding.
 */
size_t script_last_dependent(const struct script_range *range);

#endif
