-- The places that providers name, without a look at the providers: for finding a place by its beginning.
CREATE INDEX provider_place_label ON provider (id, location_label, latitude_e6, longitude_e6, time_zone)
    WHERE location_label IS NOT NULL AND latitude_e6 IS NOT NULL;
