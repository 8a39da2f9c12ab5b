#ifndef DOMAIN_RENAME_COMMENT_H
#define DOMAIN_RENAME_COMMENT_H

/* One comment of a script, of either form: whether it is "@renamed from=OLD". */

#include "domain/script_name.h"

enum rename_comment_kind
{
	RENAME_COMMENT_NONE, /* says something else */
	RENAME_COMMENT_ANNOTATION,
	RENAME_COMMENT_MISSPELT /* looks like an annotation, and is none */
};

/*
 * start, end  the comment with its signs
 * old         what stands behind the equals sign, if it is an annotation: a name, or a string
 */
enum rename_comment_kind rename_comment_read(const char *start, const char *end,
                                             struct script_cursor *old);

#endif
