#ifndef DOMAIN_CATALOG_EXPRESSION_SPELLING_H
#define DOMAIN_CATALOG_EXPRESSION_SPELLING_H

/*
 * The spellings in which a deparsed text is tried that reads back as something else, in this order.
 */
enum expression_spelling
{
	SPELLING_LISTS,  /* expression_text.h */
	SPELLING_NESTED, /* expression_nesting.h */
	SPELLING_ROWS,   /* with that of rows */
	SPELLING_ALL,
	SPELLING_COUNT
};

/* NULL where it is the text itself. The caller frees it. */
char *expression_spell(const char *text, enum expression_spelling spelling);

#endif
