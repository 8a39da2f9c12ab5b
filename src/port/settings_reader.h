#ifndef PORT_SETTINGS_READER_H
#define PORT_SETTINGS_READER_H

/*
 * Reads environment, mounted directories, manifests and the Kubernetes API again.
 *
 * Called before every login, because kubelet replaces a rotated Secret's file
 * while the program waits. What flags said is kept. On failure the settings
 * are as they were before; FAILURE_UNREACHABLE and FAILURE_DENIED are the
 * Kubernetes API's, where settings come from there.
 */

#include <stdbool.h>

#include "domain/settings.h"

struct settings_reader
{
	void *context;
	bool (*read)(void *context, struct settings *settings, struct failure *failure);
};

#endif
