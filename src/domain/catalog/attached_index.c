#include "domain/catalog/attached_index.h"

static bool
goes_or_is_detached(const struct change_set *changes, const struct fact *fact)
{
	if (fact->parent_id == NULL ||
	    change_set_is_gone(changes, change_set_live_place(changes, fact->parent)))
		return true;
	return change_set_is_gone(changes, change_set_find(changes, FACT_PARTITION, fact->parent_id));
}

/* What becomes of an object that stays, by whatever name; FACT_NOWHERE. */
static size_t
place_afterwards(const struct change_set *changes, size_t place)
{
	if (change_set_is_gone(changes, place))
		return FACT_NOWHERE;
	return change_set_state(changes, place) == CHANGE_STATE_RENAMED
	           ? changes->items[place].renamed_to
	           : place;
}

static bool
stays_attached(const struct change_set *changes, size_t place, size_t parent)
{
	size_t afterwards = place_afterwards(changes, place);

	if (afterwards == FACT_NOWHERE)
		return false;

	const struct fact *desired = changes->items[afterwards].desired;

	return desired == NULL || change_set_desired_place(changes, desired->attached) ==
	                              place_afterwards(changes, parent);
}

size_t
attached_index_remake(const struct change_set *changes, size_t place)
{
	const struct fact *fact = &changes->live->items[place];
	size_t own = change_set_live_place(changes, place);
	size_t parent = change_set_live_place(changes, fact->attached);

	if (parent == FACT_NOWHERE || goes_or_is_detached(changes, fact))
		return FACT_NOWHERE;
	if (change_set_is_gone(changes, parent))
		return change_set_is_gone(changes, own) ? FACT_NOWHERE : own;
	return stays_attached(changes, own, parent) ? FACT_NOWHERE : parent;
}

size_t
attached_index_detach(const struct change_set *changes, size_t place)
{
	const struct fact *fact = &changes->live->items[place];
	size_t parent = change_set_live_place(changes, fact->attached);

	if (fact->kind != FACT_CONSTRAINT || fact->parent_id == NULL ||
	    !change_set_is_gone(changes, parent) || change_set_kind(changes, parent) != FACT_INDEX)
		return FACT_NOWHERE;

	size_t partition = change_set_find(changes, FACT_PARTITION, fact->parent_id);

	return change_set_state(changes, partition) == CHANGE_STATE_SAME ? partition : FACT_NOWHERE;
}
