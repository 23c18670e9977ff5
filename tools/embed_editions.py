#!/usr/bin/env python3
"""Writes the folder editions/ as C: its texts for src/edition/, its pictures as assets for src/face/.

Usage: embed_editions.py texts|pictures OUT.c DEPFILE EDITIONS
`texts` defines edition_files[] (src/edition/edition.h), `pictures` the asset_set face_pictures with
each editions/NAME/pictures/X.svg at /pictures/NAME/X.svg. The same folder gives the same file;
DEPFILE tells ninja of all that was read.
"""
import os
import sys

from embed_assets import literal, write_asset, write_depfile


def names_of(folder):
    """Every edition: a folder with an edition.json."""
    return sorted(name for name in os.listdir(folder)
                  if os.path.exists(os.path.join(folder, name, "edition.json")))


def read(*parts):
    """The bytes of a file, or None where there is none."""
    path = os.path.join(*parts)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as source:
        return source.read()


def write_texts(out, folder):
    """edition_files[], sorted by name."""
    rows = []
    out.write('#include "edition/edition.h"\n\n')
    for index, name in enumerate(names_of(folder)):
        row = [f'.name = "{name}"']
        for member in ("edition", "demo"):
            data = read(folder, name, f"{member}.json")
            if data is not None:
                out.write(f"static const char {member}_{index}[] =\n    {literal(data)};\n")
                row.append(f".{member}_json = {{{member}_{index}, {len(data)}}}")
        rows.append("    {" + ", ".join(row) + "},\n")
    out.write("\nconst struct edition_file edition_files[] = {\n" + "".join(rows) + "};\n")
    out.write(f"const size_t edition_file_count = {len(rows)};\n")


def pictures_of(folder):
    """(path as served, bytes) of every picture, sorted as strcmp() would."""
    found = []
    for name in names_of(folder):
        place = os.path.join(folder, name, "pictures")
        for picture in os.listdir(place) if os.path.isdir(place) else []:
            if picture.endswith(".svg"):
                found.append((f"/pictures/{name}/{picture}", read(place, picture)))
    return sorted(found, key=lambda entry: entry[0].encode())


def write_pictures(out, folder):
    """face_pictures."""
    out.write('#include "net/asset.h"\n\nextern const struct asset_set face_pictures;\n\n')
    rows = [write_asset(out, index, path, data)
            for index, (path, data) in enumerate(pictures_of(folder))]
    out.write("\nstatic const struct asset assets[] = {\n" +
              ("".join(rows) or '    {.path = ""},\n') + "};\n")
    out.write("const struct asset_set face_pictures = "
              f"{{.assets = assets, .count = {len(rows)}}};\n")


def main():
    """Writes one of the two files."""
    kind, target, depfile, folder = sys.argv[1:5]
    with open(target, "w", encoding="ascii") as out:
        (write_texts if kind == "texts" else write_pictures)(out, folder)
    write_depfile(depfile, target, [folder])


if __name__ == "__main__":
    main()
