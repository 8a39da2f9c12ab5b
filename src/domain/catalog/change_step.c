#include "domain/catalog/change_step.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

const char *
change_action_name(enum change_action action)
{
	static const char *const names[] = {
		[CHANGE_DROP] = "drop",
		[CHANGE_CREATE] = "create",
		[CHANGE_ALTER] = "alter",
	};

	return names[action];
}

struct change_step *
change_steps_add(struct change_steps *steps, const char *statement)
{
	struct change_step *step = ARRAY_ADD(steps->items, steps->count);

	*step = (struct change_step){.alternatives = {statement}};
	return step;
}

struct change_step *
change_steps_format(struct change_steps *steps, const char *format, ...)
{
	cleanup_text struct text statement = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&statement, format, arguments);
	va_end(arguments);
	return change_steps_add(steps, text_arena_copy(steps->texts, text_bytes(&statement)));
}

void
change_steps_last_to_front(struct change_steps *steps)
{
	struct change_step last = steps->items[steps->count - 1];

	memmove(steps->items + 1, steps->items, (steps->count - 1) * sizeof *steps->items);
	steps->items[0] = last;
}

void
change_steps_move(struct change_steps *from, struct change_steps *to)
{
	for (size_t i = 0; i < from->count; i++)
		*ARRAY_ADD(to->items, to->count) = from->items[i];
	change_steps_free(from);
}

void
change_steps_describe(struct change_steps *steps, size_t first, enum change_action action,
                      const struct fact *fact)
{
	for (size_t i = first; i < steps->count; i++)
	{
		struct change_step *step = &steps->items[i];

		step->action = action;
		step->kind = fact->kind;
		step->id = fact->id;
		step->creates_text =
			action != CHANGE_DROP && text_is_same(step->alternatives[0], fact->create_sql);
	}
}

void
change_step_judge(struct change_step *step, struct hazard_verdict verdict)
{
	step->hazard = verdict.hazard;
	step->reason = verdict.reason;
}

void
change_steps_free(struct change_steps *steps)
{
	free(steps->items);
	steps->items = NULL;
	steps->count = 0;
}
