#ifndef BASE_MAPPED_FILE_H
#define BASE_MAPPED_FILE_H

/*
 * A large regular file as text that is not held in memory: pages come from the file when they are
 * read, and are given back once they were passed.
 */

#include <stdbool.h>
#include <stddef.h>

struct mapped_file;

/* From the beginning of the file, with a NUL behind; NULL, with errno, if it cannot be mapped. */
struct mapped_file *mapped_file_new(int descriptor);
void mapped_file_free(struct mapped_file *file); /* NULL is fine */

/* Borrowed; read-only. */
char *mapped_file_text(const struct mapped_file *file);
size_t mapped_file_length_bytes(const struct mapped_file *file);

/* False if somebody has written to the file since it was mapped: what was read may be neither. */
bool mapped_file_is_unchanged(const struct mapped_file *file);

/*
 * Says that the bytes between two offsets have been passed. Cheap where they are few: only whole
 * blocks are given back, when their end is passed. They can still be read. NULL is fine.
 */
void mapped_file_let_go(const struct mapped_file *file, size_t start_bytes, size_t end_bytes);

#endif
