#ifndef DOMAIN_RENAMABLE_PART_H
#define DOMAIN_RENAMABLE_PART_H

/* Parts of what a statement makes: columns and constraints, attributes, labels. */

#include "domain/renamable.h"

/*
 * Each reads from the cursor on, moves it behind what it reads, and appends; what has the parts,
 * the caller adds.
 */

/* Columns and constraints, or attributes, up to the closing parenthesis. */
void renamable_part_read_columns(struct script_cursor *cursor, enum renamable_kind kind,
                                 struct renamable_list *list);

/* Labels of an enum, up to the closing parenthesis. */
void renamable_part_read_labels(struct script_cursor *cursor, struct renamable_list *list);

/* What ALTER TABLE and ALTER DOMAIN add, of all their actions. */
void renamable_part_read_actions(struct script_cursor *cursor, enum renamable_kind constraint_kind,
                                 struct renamable_list *list);

/* Constraints that are named, up to the end of CREATE DOMAIN. */
void renamable_part_read_constraints(struct script_cursor *cursor,
                                     enum renamable_kind constraint_kind,
                                     struct renamable_list *list);

#endif
