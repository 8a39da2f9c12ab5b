#ifndef ADAPTER_BUNDLE_SCRIPT_INCLUSION_H
#define ADAPTER_BUNDLE_SCRIPT_INCLUSION_H

/*
 * Reads the files that a script includes (\i, \ir).
 *
 * A path is relative to the file that names it. Only regular files are read, and none that is,
 * links resolved, outside of the folder of the script itself.
 */

#include "domain/script.h"

/* Fills .path, .folder and .include of a script whose .name is the path that it was read from. */
void script_inclusion_allow(struct script *script);

#endif
