#ifndef BASE_COUNT_OF_H
#define BASE_COUNT_OF_H

/* How many items an array has; not for a pointer to its first item. */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
