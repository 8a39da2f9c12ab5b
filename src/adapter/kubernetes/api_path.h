#ifndef ADAPTER_KUBERNETES_API_PATH_H
#define ADAPTER_KUBERNETES_API_PATH_H

/*
 * A name as one segment of an API path (RFC 3986, section 3.3): every character that could end the
 * segment or begin another is escaped, so a name never leads to another object. The caller frees
 * it.
 */
char *api_path_segment(const char *name);

#endif
