#!/usr/bin/env python3
"""Writes data/places.tsv as C for src/search/gazetteer.c. Usage: embed_places.py OUT.c PLACES.TSV"""
import sys

from embed_assets import literal


def main():
    """One text, as it is."""
    target, path = sys.argv[1:3]
    with open(path, "rb") as source:
        data = source.read()
    with open(target, "w", encoding="ascii") as out:
        out.write('#include "search/gazetteer.h"\n\n')
        out.write(f"const char gazetteer_text[] =\n    {literal(data)};\n")
        out.write("const size_t gazetteer_text_size = sizeof gazetteer_text - 1;\n")


if __name__ == "__main__":
    main()
