#ifndef ADAPTER_PROCESS_GRAPHVIZ_H
#define ADAPTER_PROCESS_GRAPHVIZ_H

/*
 * Graphviz, where it is: the program "dot" in the PATH.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "base/text.h"

/* The path of dot, which the caller frees. FAILURE_SETTINGS with a hint where there is none. */
bool graphviz_find(char **path, struct failure *failure);

/*
 * Appends the drawing of a graph, an SVG document. Its process knows nothing of this one's
 * environment but where programs, fonts and its own files are. Takes as long as dot takes;
 * FAILURE_INTERRUPTED by a stop signal, which ends it.
 */
bool graphviz_draw(const char *path, const struct text *graph, struct text *svg,
                   struct failure *failure);

#endif
