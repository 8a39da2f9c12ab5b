#include "domain/unmanaged.h"

#include <string.h>

#include "base/array.h"

enum
{
	NAMED_COUNT = 10
};

static bool
is_managed_all_the_same(const struct definition_difference *difference,
                        const struct definitions *elsewhere)
{
	return difference->class == DEFINITION_UNMANAGED &&
	       (object_kind_is_access(difference->object->kind) ||
	        definitions_have(elsewhere, difference->object));
}

void
unmanaged_leave_out_managed(struct definition_difference_list *differences,
                            const struct definitions *elsewhere)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < differences->count; index++)
	{
		if (!is_managed_all_the_same(&differences->items[index], elsewhere))
			differences->items[kept_count++] = differences->items[index];
	}
	differences->count = kept_count;
}

/* "partition by ..." is of a table that has partitions. */
static bool
is_partition(const struct definition *object)
{
	return object->text != NULL && (strstr(object->text, "partition FOR VALUES") != NULL ||
	                                strstr(object->text, "partition DEFAULT") != NULL);
}

/* What has parts that are told one by one. */
static bool
has_parts(const struct definition *object)
{
	return object->kind == KIND_SCHEMA || object->kind == KIND_TABLE || object->kind == KIND_VIEW ||
	       object->kind == KIND_MATERIALIZED_VIEW || object->kind == KIND_FOREIGN_TABLE ||
	       object->kind == KIND_DOMAIN;
}

/* "s.t.c" of "s.t", "s.t from s.p" of "s.t"; an index of "s.t" says so in its definition. */
static bool
is_part_of(const struct definition *part, const struct definition *whole)
{
	size_t length_bytes = strlen(whole->identity);

	if (strncmp(part->identity, whole->identity, length_bytes) == 0 &&
	    (part->identity[length_bytes] == '.' || part->identity[length_bytes] == ' '))
		return true;
	if (part->kind != KIND_INDEX && part->kind != KIND_SEQUENCE)
		return false;

	const char *place = part->text != NULL ? strstr(part->text, whole->identity) : NULL;

	return place != NULL && place != part->text && place[-1] == ' ' &&
	       strchr(" .\n", place[length_bytes]) != NULL;
}

static bool
is_of_constraint(const struct definition *object)
{
	static const char words[] = "of a constraint";

	return object->kind == KIND_INDEX && object->text != NULL &&
	       strncmp(object->text, words, strlen(words)) == 0;
}

static bool
goes_with_another(const struct definition_difference_list *differences,
                  const struct definition *object)
{
	for (size_t index = 0; index < differences->count; index++)
	{
		const struct definition_difference *other = &differences->items[index];

		if (other->class == DEFINITION_UNMANAGED && has_parts(other->object) &&
		    other->object != object && is_part_of(object, other->object))
			return true;
	}
	return false;
}

void
unmanaged_keep_named(struct definition_difference_list *differences)
{
	cleanup_definition_difference_list struct definition_difference_list all = *differences;

	*differences = (struct definition_difference_list){0};
	for (size_t index = 0; index < all.count; index++)
	{
		const struct definition_difference *difference = &all.items[index];

		if (difference->class == DEFINITION_UNMANAGED && !is_partition(difference->object) &&
		    !is_of_constraint(difference->object) && !goes_with_another(&all, difference->object))
			*ARRAY_ADD(differences->items, differences->count) = *difference;
	}
}

void
unmanaged_append_words(const struct definition_difference_list *named, struct text *words)
{
	text_append_format(words, "%zu %s not managed: ", named->count,
	                   named->count == 1 ? "object is" : "objects are");
	for (size_t index = 0; index < named->count && index < NAMED_COUNT; index++)
		text_append_format(words, "%s%s %s", index > 0 ? ", " : "",
		                   named->items[index].object->kind_name,
		                   named->items[index].object->identity);
	if (named->count > NAMED_COUNT)
		text_append_format(words, " and %zu more", named->count - NAMED_COUNT);
}
