#ifndef ADAPTER_YAML_YAML_DUPLICATE_H
#define ADAPTER_YAML_YAML_DUPLICATE_H

#include <stdbool.h>
#include <yaml.h>

/* line counts from 1; problem is a sentence without the file's name. */
typedef void (*yaml_report)(void *context, unsigned long line, const char *problem);

/*
 * Reports each duplicate key of a mapping, with its line: the text does not say which of the two
 * was meant, and libyaml accepts both. True if there is none.
 */
bool yaml_duplicate_report(yaml_document_t *document, yaml_report report, void *context);

#endif
