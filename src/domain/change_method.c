#include "domain/change_method.h"

static bool
converges(const struct change_question *question)
{
	/* What a reset has emptied is filled by the DDL itself. */
	return question->says_what_is_managed && question->has_scripts &&
	       question->goal == GOAL_APPLY && question->decision == DECISION_CHANGE;
}

static enum change_kind
choose_kind(const struct change_question *question)
{
	if (question->has_outside && question->goal == GOAL_RESET)
		return CHANGE_NEEDS_TRANSACTION;
	/* In a plan nothing is outside, but for indexes that it builds when it is committed. */
	if (question->has_outside && !converges(question))
		return question->is_behind_pooler ? CHANGE_NEEDS_SESSION : CHANGE_BY_STEPS;
	return question->decision == DECISION_CREATE ? CHANGE_BY_CREATION : CHANGE_BY_REPLAY;
}

static bool
empties_schema(const struct change_question *question)
{
	return question->goal == GOAL_RESET && question->schema_exists && question->has_scripts;
}

struct change_method
change_method_choose(const struct change_question *question)
{
	enum change_kind kind = choose_kind(question);

	return (struct change_method){
		.kind = kind,
		.empties_schema = empties_schema(question),
		.repeats_scripts = question->is_file && question->has_scripts,
		.converges = converges(question),
		.may_converge = kind == CHANGE_BY_REPLAY && question->has_scripts &&
	                    !empties_schema(question) && !question->is_behind_pooler,
	};
}
