#ifndef HELP_MAN_ENTRIES_H
#define HELP_MAN_ENTRIES_H

/* Sections that a man page has by convention (man-pages(7)), beside what the tables say. */
struct help_man_entry
{
	const char *tag;
	const char *explanation;
};

struct help_man_example
{
	const char *purpose;
	const char *lines; /* of shell; shown as they are */
};

/* Variables that are no settings; files that are read or written without being named by a setting. */
const struct help_man_entry *help_man_variables(void); /* these end with a tag of NULL */
const struct help_man_entry *help_man_files(void);
const struct help_man_example *help_man_examples(void); /* ends with a purpose of NULL */

#endif
