-- The way between two jobs takes time.
ALTER TABLE provider ADD COLUMN travel_speed_mph bigint; -- NULL: it is not looked at

-- Where the claimed work is done: microdegrees, rounded to a hundredth of a degree. So what could be
-- worked out by asking for times at many places is no more than the neighbourhood. NULL: remote, or
-- not known.
ALTER TABLE claim ADD COLUMN latitude_e6 bigint;
ALTER TABLE claim ADD COLUMN longitude_e6 bigint;
-- What was claimed before is where its booking says, else at its provider's.
UPDATE claim SET
    latitude_e6 = (SELECT round((CASE WHEN b.latitude_e6 IS NULL THEN p.latitude_e6
                                      ELSE b.latitude_e6 END) / 10000.0) * 10000
        FROM booking b JOIN provider p ON p.id = b.provider_id
        WHERE b.id = claim.booking_id AND b.is_remote = 0),
    longitude_e6 = (SELECT round((CASE WHEN b.latitude_e6 IS NULL THEN p.longitude_e6
                                       ELSE b.longitude_e6 END) / 10000.0) * 10000
        FROM booking b JOIN provider p ON p.id = b.provider_id
        WHERE b.id = claim.booking_id AND b.is_remote = 0)
WHERE released_ms IS NULL;
