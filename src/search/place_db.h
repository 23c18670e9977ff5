/* place_db.h: the places that providers in this store name. Private to search/. */
#ifndef DOCKET_SEARCH_PLACE_DB_H
#define DOCKET_SEARCH_PLACE_DB_H

#include "search/gazetteer.h"

enum { OWN_PLACES_MAX = 1000 }; /* those of the oldest providers */

struct list own_place_list(struct tx *tx, struct arena *arena); /* of struct own_place */

#endif
