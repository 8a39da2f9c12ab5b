#ifndef ADAPTER_KUBERNETES_STATUS_VERDICT_H
#define ADAPTER_KUBERNETES_STATUS_VERDICT_H

/*
 * What verify found, put into the status document of the last run: its other members stay.
 */

#include "base/text.h"
#include "port/cluster.h"

enum
{
	/* A ConfigMap has at most 1 MiB (Kubernetes API reference, ConfigMap), keys and metadata included. */
	STATUS_LIMIT_BYTES = 900000,
	STATUS_DIFFERENCES_KEPT = 10
};

/* The three members of a document: when it was verified, and what differed. verdict may be NULL. */
void status_verdict_append(struct text *json, const struct run_verdict *verdict);

/*
 * Reads the ConfigMap as the API answered it, and changes the document of the key in it. Without the
 * room for them the differences are left out.
 *
 * fresh     the document for a key that has none
 * document  the result, appended
 */
void status_verdict_merge(const struct text *config_map, const char *key, const char *fresh,
                          const struct run_verdict *verdict, struct text *document);

#endif
