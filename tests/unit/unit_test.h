#ifndef UNIT_TEST_H
#define UNIT_TEST_H

/* cmocka with the headers it wants before it, and without its macro fail(), whose name base/failure.h has. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail

/* A parameter that cmocka hands over and a test has no use for. */
#define UNUSED __attribute__((unused))

/* cmocka's own ends in that macro. */
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#endif
