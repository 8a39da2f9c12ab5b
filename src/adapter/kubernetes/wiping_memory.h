#ifndef ADAPTER_KUBERNETES_WIPING_MEMORY_H
#define ADAPTER_KUBERNETES_WIPING_MEMORY_H

/*
 * Memory for libcurl, overwritten before it is given back: libcurl copies tokens, keys and
 * the bodies of Secrets, and frees its copies as they are.
 */

#include <stdbool.h>

/*
 * Call once, before any other use of libcurl (curl_global_init_mem). False if libcurl cannot start.
 */
bool wiping_memory_start_libcurl(void);

#endif
