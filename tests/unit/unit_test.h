#ifndef UNIT_TEST_H
#define UNIT_TEST_H

/* cmocka with the headers it wants before it, and without its macro fail(), whose name base/failure.h has. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail

#endif
