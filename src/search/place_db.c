#include "search/place_db.h"

struct list own_place_list(struct tx *tx, struct arena *arena)
{
    struct own_place *places = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT location_label, latitude_e6, longitude_e6, time_zone FROM provider"
                 " WHERE location_label IS NOT NULL AND latitude_e6 IS NOT NULL"
                 " ORDER BY id LIMIT $1",
                 db_int(OWN_PLACES_MAX));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 64;
            places = arena_grow(arena, places, room * sizeof *places, more * sizeof *places);
            room = more;
        }
        places[count++] = (struct own_place){
            .place = {.label = cursor_text(cursor, 0, arena),
                      .latitude_e6 = cursor_int(cursor, 1),
                      .longitude_e6 = cursor_int(cursor, 2)},
            .time_zone = cursor_text(cursor, 3, arena),
        };
    }
    return (struct list){.items = places, .count = count};
}
