-- What one account may see, in order. The audience stays one column; each of its eight places has an
-- index of its own, and only the entries that fill the place are in it: of most, the first two.
CREATE INDEX journal_audience_1 ON journal (substr(audience, 1, 16), position) WHERE length(audience) >= 16;
CREATE INDEX journal_audience_2 ON journal (substr(audience, 17, 16), position) WHERE length(audience) >= 32;
CREATE INDEX journal_audience_3 ON journal (substr(audience, 33, 16), position) WHERE length(audience) >= 48;
CREATE INDEX journal_audience_4 ON journal (substr(audience, 49, 16), position) WHERE length(audience) >= 64;
CREATE INDEX journal_audience_5 ON journal (substr(audience, 65, 16), position) WHERE length(audience) >= 80;
CREATE INDEX journal_audience_6 ON journal (substr(audience, 81, 16), position) WHERE length(audience) >= 96;
CREATE INDEX journal_audience_7 ON journal (substr(audience, 97, 16), position) WHERE length(audience) >= 112;
CREATE INDEX journal_audience_8 ON journal (substr(audience, 113, 16), position) WHERE length(audience) >= 128;
