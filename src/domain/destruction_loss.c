#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "domain/allowance.h"
#include "domain/destruction.h"

enum
{
	BYTES_PER_UNIT = 1024, /* as pg_size_pretty() counts */
	DIGIT_GROUP = 3,
	TENTH = 10,
	TAIL_BYTES = 32 /* room for " and 1234567 more" */
};

void
loss_list_append(struct loss_list *losses, const struct loss *loss)
{
	struct loss copy = *loss;

	copy.kind = memory_copy_text(loss->kind);
	copy.name = memory_copy_text(loss->name);
	*ARRAY_ADD(losses->items, losses->count) = copy;
}

const struct loss *
loss_list_find(const struct loss_list *losses, const char *name)
{
	for (size_t index = 0; index < losses->count; index++)
	{
		if (strcmp(losses->items[index].name, name) == 0)
			return &losses->items[index];
	}
	return NULL;
}

static void
loss_clear(struct loss *loss)
{
	free(loss->kind);
	free(loss->name);
}

void
loss_list_keep_refused(struct loss_list *losses, const char *allowances)
{
	size_t kept_count = 0;

	for (size_t index = 0; index < losses->count; index++)
	{
		struct loss *loss = &losses->items[index];

		if (loss->row_count == 0 || allowances_have(allowances, loss->kind, loss->name))
			loss_clear(loss);
		else
			losses->items[kept_count++] = *loss;
	}
	losses->count = kept_count;
}

void
loss_list_free(struct loss_list *losses)
{
	for (size_t index = 0; index < losses->count; index++)
		loss_clear(&losses->items[index]);
	free(losses->items);
	*losses = (struct loss_list){0};
}

/* 1234567 as "1,234,567". */
static void
append_count(struct text *words, int64_t count)
{
	char digits[32];
	int length = snprintf(digits, sizeof digits, "%" PRId64, count);

	for (int at = 0; at < length; at++)
	{
		if (at > 0 && (length - at) % DIGIT_GROUP == 0)
			text_append_char(words, ',');
		text_append_char(words, digits[at]);
	}
}

void
loss_append_rows(struct text *words, int64_t row_count, bool is_estimate)
{
	if (is_estimate)
		text_append_char(words, '~');
	append_count(words, row_count);
	text_append(words, row_count == 1 ? " row" : " rows");
}

/* "512 bytes", "8 kB", "1.2 MB": one digit behind the point below ten. */
void
loss_append_size(struct text *words, int64_t size_bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
	size_t unit = 0;
	int64_t tenths = 0;

	for (; size_bytes >= BYTES_PER_UNIT; unit++)
	{
		tenths = size_bytes % BYTES_PER_UNIT * TENTH / BYTES_PER_UNIT;
		size_bytes /= BYTES_PER_UNIT;
	}
	if (size_bytes < TENTH && tenths > 0)
		text_append_format(words, "%" PRId64 ".%" PRId64 " %s", size_bytes, tenths, units[unit]);
	else
		text_append_format(words, "%" PRId64 " %s", size_bytes, units[unit]);
}

static void
append_loss(struct text *words, const struct loss *loss)
{
	text_append_format(words, "%s %s", loss->kind, loss->name);
	if (loss->row_count == LOSS_WITHOUT_ROWS)
		return;
	text_append(words, " (");
	loss_append_rows(words, loss->row_count, loss->is_estimate);
	text_append(words, ", ");
	loss_append_size(words, loss->size_bytes);
	text_append_char(words, ')');
}

static void
append_flag(struct text *words, const struct loss *loss)
{
	text_append_format(words, "--allow '%s:", loss->kind);
	/* As a shell reads it. */
	for (const char *at = loss->name; *at != '\0'; at++)
	{
		if (*at == '\'')
			text_append(words, "'\\''");
		else
			text_append_char(words, *at);
	}
	text_append_char(words, '\'');
}

/* Appends whole entries while there is room, the first in any case; returns how many. */
static size_t
append_entries(const struct loss_list *losses, const char *divider, size_t room_bytes,
               struct text *words)
{
	void (*append)(struct text *, const struct loss *) =
		divider[0] == ',' ? append_loss : append_flag;
	size_t end_bytes = words->length_bytes + room_bytes;

	for (size_t index = 0; index < losses->count; index++)
	{
		cleanup_text struct text entry = TEXT_EMPTY;

		append(&entry, &losses->items[index]);
		if (index > 0 && words->length_bytes + entry.length_bytes + TAIL_BYTES > end_bytes)
			return index;
		text_append_format(words, "%s%s", index > 0 ? divider : "", text_bytes(&entry));
	}
	return losses->count;
}

void
loss_list_describe(const struct loss_list *losses, size_t room_bytes, struct text *words)
{
	size_t shown_count = append_entries(losses, ", ", room_bytes, words);

	if (shown_count < losses->count)
		text_append_format(words, " and %zu more", losses->count - shown_count);
}

void
loss_list_describe_flags(const struct loss_list *losses, size_t room_bytes, struct text *words)
{
	size_t shown_count = append_entries(losses, " ", room_bytes, words);

	if (shown_count < losses->count)
		text_append_format(words, " and %zu more like it", losses->count - shown_count);
}
