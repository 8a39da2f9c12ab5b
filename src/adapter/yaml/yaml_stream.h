#ifndef ADAPTER_YAML_YAML_STREAM_H
#define ADAPTER_YAML_YAML_STREAM_H

/*
 * The one way to read YAML: settings, schemas, kubeconfigs, the manifests of bundles.
 *
 * A stream is checked before anything of it is kept: its depth, its number of anchors and values,
 * and whether it uses %TAG. Each of these makes libyaml take time or memory out of all proportion
 * to the size of the text. A stop signal ends the reading. Scalars are wiped before their memory is
 * released: they may be passwords.
 */

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "adapter/yaml/yaml_duplicate.h"

struct yaml_stream
{
	const char *bytes;
	size_t length_bytes;
	void *context;
	/* Called for each document; it is gone afterwards. */
	void (*visit)(void *context, yaml_document_t *document);
	/* Called for each error of the YAML itself, duplicate keys included. */
	yaml_report report;
};

/*
 * False if something was reported, or a stop signal came; everything before a place that cannot be
 * read was visited.
 */
bool yaml_stream_visit(const struct yaml_stream *stream);

/*
 * Loads the first document, for a caller that needs several at the same time; visit is not used.
 * The caller releases it with yaml_stream_release(). Without any document its root is NULL.
 */
bool yaml_stream_load(const struct yaml_stream *stream, yaml_document_t *document);

/* Wipes a document and releases it. */
void yaml_stream_release(yaml_document_t *document);

#endif
