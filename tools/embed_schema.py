#!/usr/bin/env python3
"""Writes the schema/ folder as a C table: file name, text. Usage: embed_schema.py OUT.c SCHEMA_DIR"""
import os
import sys


def literal(data):
    """A C array body of the bytes, twenty a line."""
    rows = [", ".join(str(byte) for byte in data[i:i + 20]) for i in range(0, len(data), 20)]
    return ",\n    ".join(rows + ["0"])


def main():
    out, folder = sys.argv[1], sys.argv[2]
    names = sorted(name for name in os.listdir(folder) if name.endswith(".sql"))
    with open(out, "w", encoding="utf-8") as file:
        file.write('#include "db/schema.h"\n\n')
        for index, name in enumerate(names):
            with open(os.path.join(folder, name), "rb") as source:
                data = source.read()
            file.write(f"static const unsigned char text_{index}[] = {{\n    {literal(data)}}};\n")
        file.write("\nconst struct schema_file schema_files[] = {\n")
        for index, name in enumerate(names):
            file.write(f'    {{"{name}", (const char *)text_{index}, sizeof text_{index} - 1}},\n')
        file.write(f"}};\nconst size_t schema_file_count = {len(names)};\n")


if __name__ == "__main__":
    main()
