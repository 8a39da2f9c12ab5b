#include "adapter/postgres/catalog/catalog_pieces.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/postgres/catalog/catalog_privileges.h"
#include "base/array.h"
#include "base/memory.h"
#include "domain/catalog/object_kind.h"

enum
{
	CLASS_OF_RELATIONS = 1259, /* pg_class, in every PostgreSQL */
	/* A shadow's name is cut before eight digits are put behind: with its quotes it loses less. */
	RENAMED_GROWTH_BYTES = 32
};

struct catalog_piece
{
	int64_t class;
	int64_t object;
	int64_t sub;
	int64_t parent;
	const char *kind; /* NULL: belongs to the object's first piece; "": says something else */
	const char *name;
	const char *text;
	const char *privileges;
	const char *usual;
};

void
catalog_pieces_free(struct catalog_pieces *pieces)
{
	free(pieces->items);
	free(pieces->renamings);
	*pieces = (struct catalog_pieces){0};
}

static const struct column piece_columns[] = {
	COLUMN(struct catalog_piece, class),       COLUMN(struct catalog_piece, object),
	COLUMN(struct catalog_piece, sub),         COLUMN(struct catalog_piece, parent),
	TEXT_OR_NULL(struct catalog_piece, kind),  TEXT_OR_NULL(struct catalog_piece, name),
	TEXT_OR_NULL(struct catalog_piece, text),  TEXT_OR_NULL(struct catalog_piece, privileges),
	TEXT_OR_NULL(struct catalog_piece, usual),
};
const struct answer_shape catalog_pieces_answer =
	ANSWER(struct catalog_piece, ROWS_ANY, piece_columns);

/* Both names or none. One that is much longer than the other would make memory of nothing. */
static bool
is_renaming(const struct catalog_piece *piece)
{
	if (piece->text == NULL || piece->privileges == NULL)
		return piece->text == piece->privileges;
	return strlen(piece->privileges) <= strlen(piece->text) + RENAMED_GROWTH_BYTES;
}

/* What a piece must have follows from its kind. */
static bool
check_piece(const struct catalog_piece *piece, const char *purpose, struct failure *failure)
{
	cleanup_text struct text ignored = TEXT_EMPTY;

	if (piece->kind == NULL)
		return true;
	if (piece->name == NULL)
		return answer_fail(failure, purpose, "an object of kind \"%s\" without a name",
		                   piece->kind);
	if (piece->kind[0] != '\0')
		return catalog_privileges_append(&ignored, piece->privileges, piece->usual) ||
		       answer_fail(failure, purpose, "no privileges for %s %s", piece->kind, piece->name);
	return strcmp(piece->name, "renamed") != 0 || is_renaming(piece) ||
	       answer_fail(failure, purpose, "other names than a renamed schema can have");
}

/* True for a piece about an object. */
static bool
note_saying(struct catalog_pieces *pieces, const struct catalog_piece *piece)
{
	if (piece->kind == NULL || piece->kind[0] != '\0')
		return true;
	if (strcmp(piece->name, "rare") == 0)
		pieces->has_rare = true;
	else if (strcmp(piece->name, "renamed") == 0 && piece->text != NULL && piece->text[0] != '\0')
		*ARRAY_ADD(pieces->renamings, pieces->renaming_count) =
			(struct catalog_renaming){piece->text, piece->privileges};
	return strcmp(piece->name, "extension") == 0;
}

bool
catalog_pieces_collect(struct catalog_pieces *pieces, const struct rows *rows, const char *purpose,
                       struct failure *failure)
{
	pieces->items =
		memory_resize(pieces->items, pieces->count + rows_count(rows), sizeof *pieces->items);
	for (size_t row = 0; row < rows_count(rows); row++)
	{
		struct catalog_piece piece = {0};

		rows_read(rows, row, &piece);
		if (!check_piece(&piece, purpose, failure))
			return false;
		if (note_saying(pieces, &piece))
			pieces->items[pieces->count++] = piece;
	}
	return true;
}

static int
compare_numbers(int64_t left, int64_t right)
{
	return (left > right) - (left < right);
}

static int
compare_addresses(const struct catalog_piece *left, const struct catalog_piece *right)
{
	int order = compare_numbers(left->class, right->class);

	if (order == 0)
		order = compare_numbers(left->object, right->object);
	return order != 0 ? order : compare_numbers(left->sub, right->sub);
}

/* What an extension brought stands first, then the kind, then the rest in an order of its own. */
static int
piece_rank(const struct catalog_piece *piece)
{
	if (piece->kind == NULL)
		return 2;
	return piece->kind[0] != '\0' ? 1 : 0;
}

static int
compare_pieces(const void *left_item, const void *right_item)
{
	const struct catalog_piece *left = left_item;
	const struct catalog_piece *right = right_item;
	int order = compare_addresses(left, right);

	if (order == 0)
		order = piece_rank(left) - piece_rank(right);
	if (order == 0)
		order =
			strcmp(left->text != NULL ? left->text : "", right->text != NULL ? right->text : "");
	return order;
}

void
catalog_pieces_sort(struct catalog_pieces *pieces)
{
	if (pieces->count > 1)
		qsort(pieces->items, pieces->count, sizeof *pieces->items, compare_pieces);
}

/* The first piece of an object; NULL if there is none. */
static const struct catalog_piece *
find_piece(const struct catalog_pieces *pieces, int64_t class, int64_t object)
{
	const struct catalog_piece wanted = {.class = class, .object = object};
	size_t low = 0;
	size_t high = pieces->count;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (compare_addresses(&pieces->items[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < pieces->count && compare_addresses(&pieces->items[low], &wanted) == 0
	           ? &pieces->items[low]
	           : NULL;
}

static bool
is_ours(const struct catalog_piece *piece)
{
	return piece != NULL && piece->kind != NULL && piece->kind[0] != '\0';
}

/* The first name of any; of one that ends another's, the whole name comes first. */
static const struct catalog_renaming *
find_renaming(const struct catalog_pieces *pieces, const char *bytes, const char **found)
{
	const struct catalog_renaming *first = NULL;

	for (size_t index = 0; index < pieces->renaming_count; index++)
	{
		const char *place = strstr(bytes, pieces->renamings[index].renamed_prefix);

		if (place == NULL || (first != NULL && place > *found))
			continue;
		first = &pieces->renamings[index];
		*found = place;
	}
	return first;
}

/* Appends a text in which renamed schemas are called by their own names. */
static void
append_renamed(const struct catalog_pieces *pieces, struct text *text, const char *bytes)
{
	const struct catalog_renaming *renaming = NULL;
	const char *found = NULL;

	while ((renaming = find_renaming(pieces, bytes, &found)) != NULL)
	{
		text_append_bytes(text, bytes, (size_t)(found - bytes));
		text_append(text, renaming->original_prefix);
		bytes = found + strlen(renaming->renamed_prefix);
	}
	text_append(text, bytes);
}

/* False for an object of an extension, or of a table that is not told. */
static bool
append_identity(const struct catalog_pieces *pieces, const struct catalog_piece *first,
                struct text *identity)
{
	if (!is_ours(first))
		return false;
	if (first->parent != 0)
	{
		const struct catalog_piece *parent = find_piece(pieces, CLASS_OF_RELATIONS, first->parent);

		if (!is_ours(parent))
			return false;
		append_renamed(pieces, identity, parent->name);
		text_append_char(identity, '.');
	}
	append_renamed(pieces, identity, first->name);
	return true;
}

static void
append_definition(const struct catalog_pieces *pieces, const struct catalog_piece *first,
                  size_t count, struct text *definition)
{
	for (size_t index = 0; index < count; index++)
	{
		if (first[index].text == NULL || first[index].text[0] == '\0')
			continue;
		if (definition->length_bytes > 0)
			text_append_char(definition, '\n');
		append_renamed(pieces, definition, first[index].text);
	}
	(void)catalog_privileges_append(definition, first->privileges, first->usual);
}

/* To whom an object is told. */
struct telling
{
	catalog_object_receiver receive;
	void *context;
	const char *kind;
	const char *identity;
};

static void
tell_privileges(void *context, const char *grantee, const char *items)
{
	const struct telling *telling = context;
	cleanup_text struct text identity = TEXT_EMPTY;

	text_append_format(&identity, "%s to %s", telling->identity, grantee);
	telling->receive(telling->context, object_kind_name(object_kind_of_privileges(telling->kind)),
	                 text_bytes(&identity), items);
}

static void
tell_object(const struct catalog_pieces *pieces, const struct catalog_piece *first, size_t count,
            struct telling *telling)
{
	cleanup_text struct text identity = TEXT_EMPTY;
	cleanup_text struct text definition = TEXT_EMPTY;

	if (!append_identity(pieces, first, &identity))
		return;
	append_definition(pieces, first, count, &definition);
	telling->kind = first->kind;
	telling->identity = text_bytes(&identity);
	telling->receive(telling->context, first->kind, telling->identity, text_bytes(&definition));
	catalog_privileges_each(first->privileges, tell_privileges, telling);
}

void
catalog_pieces_each(const struct catalog_pieces *pieces, catalog_object_receiver receive,
                    void *context)
{
	struct telling telling = {.receive = receive, .context = context};
	size_t start = 0;

	while (start < pieces->count)
	{
		const struct catalog_piece *first = &pieces->items[start];
		size_t end = start + 1;

		while (end < pieces->count && compare_addresses(first, &pieces->items[end]) == 0)
			end++;
		tell_object(pieces, first, end - start, &telling);
		start = end;
	}
}
