-- The backstop behind the counting predicate: where one provider can do one thing at a time, no two
-- live claims overlap, whatever the program believes.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE claim ADD COLUMN during int8range
    GENERATED ALWAYS AS (int8range(start_ms, end_ms, '[)')) STORED;
ALTER TABLE claim ADD CONSTRAINT claim_exclusive
    EXCLUDE USING gist (provider_id WITH =, during WITH &&)
    WHERE (released_ms IS NULL AND capacity = 1 AND seats = 1);
