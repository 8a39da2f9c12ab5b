#ifndef ADAPTER_KUBERNETES_CONFIG_READER_H
#define ADAPTER_KUBERNETES_CONFIG_READER_H

/*
 * Settings from ConfigMaps and Secrets by the Kubernetes API (--config-from): with this Pod's own
 * account, elsewhere with a kubeconfig.
 *
 * Needs the right to "get" exactly the objects that are named, and no other.
 */

#include "port/clock.h"
#include "port/settings_source.h"

struct config_reader;

/* Nothing is opened before settings ask for it. clock is borrowed. */
struct config_reader *config_reader_new(const struct clock *clock);
void config_reader_free(struct config_reader *reader); /* NULL is fine */

static inline void
cleanup_config_reader_pointer(struct config_reader **reader)
{
	config_reader_free(*reader);
}

#define cleanup_config_reader __attribute__((cleanup(cleanup_config_reader_pointer)))

/* Borrowed; lives as long as the reader. */
const struct settings_source *config_reader_source(const struct config_reader *reader);

#endif
