#ifndef HELP_PROSE_H
#define HELP_PROSE_H

/*
 * What the tables of commands and settings do not say, for the reference in all
 * its forms. Paragraphs are separated by empty lines; no markup.
 */
struct help_section
{
	const char *heading;
	const char *paragraphs;
};

/* In reading order; ends with a heading of NULL. */
const struct help_section *help_sections(void);

#endif
