#ifndef BASE_CRASH_POINT_H
#define BASE_CRASH_POINT_H

/*
 * Places where a test may kill the program.
 *
 * In a build with NOETL_SCHEMA_FAULT_INJECTION, the process sends itself
 * SIGKILL at the point that NOETL_SCHEMA_CRASH_AT names. Any other build
 * compiles these to nothing.
 */

#ifdef NOETL_SCHEMA_FAULT_INJECTION
void crash_point(const char *name);
#else
#define crash_point(name) ((void)0)
#endif

/* Names of all points, NULL-terminated; tests sweep over them. */
extern const char *const crash_point_names[];

#endif
