#ifndef DOMAIN_CATALOG_EXPRESSION_NESTING_H
#define DOMAIN_CATALOG_EXPRESSION_NESTING_H

/*
 * Another spelling of a deparsed text, for nested expressions that read back as flat ones.
 *
 * "b between 0 and 9 and a > 0", "(a, b) in ((1, 2), (3, 4), (5, 6))" and "(a, b, c) is distinct from
 * (1, 2, 3)" are kept as an AND (an OR) whose first operand is one as well, and deparsed so:
 *
 *   (((b >= 0) AND (b <= 9)) AND (a > 0))
 *
 * Parsed again, the first operand becomes a part of the outer AND. Behind a cast to the type that it
 * has it stays, and the cast leaves no trace: ((b >= 0) AND (b <= 9))::boolean. Rows within rows are
 * compared as wholes, and ROW(a, b) = ROW(1, 2) by itself column by column; as the one column of
 * ROW(ROW(a, b)) = ROW(ROW(1, 2)) they are compared as wholes again. Source: makeAndExpr,
 * make_row_comparison_op and make_row_distinct_op of PostgreSQL; tried on 13 to 18.
 */

#include <stdbool.h>

/*
 * The text with every such cast; with rows in rows only if they are asked for. NULL if nothing is
 * changed by it. What is quoted is left alone. The caller frees it.
 */
char *expression_kept_nested(const char *text, bool with_rows);

#endif
