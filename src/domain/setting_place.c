#include "domain/setting_place.h"

#include <stdlib.h>

void
setting_place_free(struct setting_place *place)
{
	free(place->words);
	free(place->reset);
	*place = (struct setting_place){0};
}
