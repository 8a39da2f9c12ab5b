#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

/*
 * Release at the end of a scope.
 *
 * A variable declared with one of these attributes is released when its scope
 * ends, on every path. Hand a pointer over to the caller with take(), which
 * leaves NULL behind for the destructor to accept.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define cleanup_(function) __attribute__((cleanup(function)))

#define take(pointer)                           \
	__extension__({                             \
		__auto_type taken_pointer_ = (pointer); \
		(pointer) = NULL;                       \
		taken_pointer_;                         \
	})

/* Declares cleanup_<name>-style helpers for a type whose destructor takes a pointer. */
#define DEFINE_CLEANUP(name, type, destructor) \
	static inline void name(type *pointer)     \
	{                                          \
		destructor(*pointer);                  \
	}

static inline void
cleanup_memory_pointer(void *pointer)
{
	free(*(void **)pointer);
}

static inline void
cleanup_file_pointer(FILE **file)
{
	if (*file != NULL)
		(void)fclose(*file);
}

static inline void
cleanup_descriptor_value(const int *descriptor)
{
	if (*descriptor >= 0)
		(void)close(*descriptor);
}

#define cleanup_memory cleanup_(cleanup_memory_pointer)
#define cleanup_file cleanup_(cleanup_file_pointer)
#define cleanup_descriptor cleanup_(cleanup_descriptor_value)

#endif
