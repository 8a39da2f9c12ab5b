#ifndef DOMAIN_CATALOG_EXPRESSION_TEXT_H
#define DOMAIN_CATALOG_EXPRESSION_TEXT_H

/*
 * Another spelling of a deparsed expression, for those that read back as something else.
 *
 * "status in ('a', 'b')" on a varchar column is deparsed with a cast of the whole list:
 *
 *   (status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])
 *
 * which, parsed again, casts each of its elements. Without the cast of the list and that of its
 * left side, it is the same expression, and is deparsed as before. Source: tried on PostgreSQL 13
 * to 18.
 */

/*
 * The text with every such pair of casts left out; NULL if there is none. The caller frees it.
 */
char *expression_without_list_casts(const char *text);

#endif
