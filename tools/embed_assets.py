#!/usr/bin/env python3
"""Writes a folder as a C file of struct asset[] (src/net/asset.h).

Usage: embed_assets.py OUT.c NAME FOLDER
Defines `const struct asset_set NAME`, sorted by path. The same folder gives the same file.
"""
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json", ".map": "application/json",
    ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2",
    ".wasm": "application/wasm", ".xml": "application/xml", ".pdf": "application/pdf",
}
# "app-3f2a1c9d.js", "index.DiwrgTda.css": eight or more characters that no plain word has.
HASHED = re.compile(r"[-.](?=[\w-]*[0-9A-Z])([\w-]{8,})\.\w+$")
BYTES_A_LINE = 24


def literal(data):
    """The bytes as a C string; octal escapes of three digits cannot run into what follows."""
    rows = [data[i:i + BYTES_A_LINE] for i in range(0, len(data), BYTES_A_LINE)] or [b""]
    return "\n    ".join('"' + "".join(f"\\{byte:03o}" for byte in row) + '"' for row in rows)


def quoted(text):
    """A path or type as a C string."""
    return '"' + "".join(c if c.isascii() and c.isprintable() and c not in '"\\?' else
                         "".join(f"\\{byte:03o}" for byte in c.encode()) for c in text) + '"'


def compress_gzip(data):
    """Level 9, no time in it."""
    return gzip.compress(data, 9, mtime=0)


def compress_brotli(data):
    """The best the command does, or None where it is not installed."""
    if not shutil.which("brotli"):
        return None
    return subprocess.run(["brotli", "--best", "--stdout", "-"], input=data, check=True,
                          stdout=subprocess.PIPE).stdout


def files_of(folder):
    """(path as served, file) for every file below the folder, sorted as strcmp() would."""
    found = []
    for where, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(where, name)
            found.append(("/" + os.path.relpath(file, folder).replace(os.sep, "/"), file))
    return sorted(found, key=lambda entry: entry[0].encode())


def write_body(out, name, data):
    """One static array; its struct str."""
    out.write(f"static const char {name}[] =\n    {literal(data)};\n")
    return f"{{{name}, {len(data)}}}"


def write_asset(out, index, path, data):
    """The bodies of one file; its row in the table."""
    row = [f".plain = {write_body(out, f'plain_{index}', data)}"]
    for coding, packed in (("gzip", compress_gzip(data)), ("brotli", compress_brotli(data))):
        if packed is not None and len(packed) < len(data):
            row.append(f".{coding} = {write_body(out, f'{coding}_{index}', packed)}")
    content_type = TYPES.get(os.path.splitext(path)[1].lower(), "application/octet-stream")
    etag = hashlib.sha256(data).hexdigest()[:32]
    immutable = "true" if HASHED.search(os.path.basename(path)) else "false"
    return (f"    {{.path = {quoted(path)},\n     .content_type = {quoted(content_type)},\n"
            f"     .etag = \"\\\"{etag}\\\"\",\n     .immutable = {immutable},\n     " +
            ",\n     ".join(row) + "},\n")


def main():
    """Reads the folder, writes the file."""
    target, name, folder = sys.argv[1:4]
    rows = []
    with open(target, "w", encoding="ascii") as out:
        out.write(f'#include "net/asset.h"\n\nextern const struct asset_set {name};\n\n')
        for index, (path, file) in enumerate(files_of(folder)):
            with open(file, "rb") as source:
                rows.append(write_asset(out, index, path, source.read()))
        rows = rows or ['    {.path = ""},\n']
        out.write("\nstatic const struct asset assets[] = {\n" + "".join(rows) + "};\n")
        count = 0 if rows == ['    {.path = ""},\n'] else len(rows)
        out.write(f"const struct asset_set {name} = {{.assets = assets, .count = {count}}};\n")


if __name__ == "__main__":
    main()
