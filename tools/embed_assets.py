#!/usr/bin/env python3
"""Writes folders as a C file of struct asset[] (src/net/asset.h).

Usage: embed_assets.py OUT.c DEPFILE NAME FOLDER...
Defines `const struct asset_set NAME`, sorted by path. The same folders give the same file. DEPFILE
tells ninja of every file and folder that was read, so that nothing is configured again when a
bundler gives its files new names. (A literal of octal escapes costs 0.1 s of compiling per MB.)
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
# "app-3f2a1c9d.js", "index.DiwrgTda.css": eight or more characters that no plain word has. The web
# app's bundler puts a hash in every name below /assets/, which may happen to have letters only.
HASHED = re.compile(r"[-.](?=[\w-]*[0-9A-Z])([\w-]{8,})\.\w+$")
BYTES_A_LINE = 24
OCTAL = [f"\\{byte:03o}" for byte in range(256)]
# Written by tools/web, which needs npm; everything else is in the repository.
BUILT = ("web/dist", "index.html")


def literal(data):
    """The bytes as a C string; octal escapes of three digits cannot run into what follows."""
    rows = [data[i:i + BYTES_A_LINE] for i in range(0, len(data), BYTES_A_LINE)] or [b""]
    return "\n    ".join('"' + "".join([OCTAL[byte] for byte in row]) + '"' for row in rows)


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
    """(path as served, file) for every file below the folder; names with a dot in front are the
    tools' own."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                file = os.path.join(where, name)
                yield "/" + os.path.relpath(file, folder).replace(os.sep, "/"), file


def collect(folders):
    """The files of all folders, sorted as strcmp() would. Two of one path are nobody's wish."""
    found = {}
    for folder in folders:
        if folder.endswith(BUILT[0]) and not os.path.exists(os.path.join(folder, BUILT[1])):
            sys.exit("web/dist is not there: the web app has to be built before the C program that "
                     "carries it. Run `make build`, or tools/web where Node.js and npm are.")
        for path, file in files_of(folder):
            if path in found:
                sys.exit(f"{file} and {found[path]} would both be served at {path}")
            found[path] = file
    return sorted(found.items(), key=lambda entry: entry[0].encode())


def write_depfile(depfile, target, folders):
    """What the target was made of, as make would write it."""
    read = [file for folder in folders for _, file in files_of(folder)]
    read += [where for folder in folders for where, _, _ in os.walk(folder)]
    with open(depfile, "w", encoding="utf-8") as out:
        out.write(f"{target}: " + " ".join(path.replace(" ", "\\ ") for path in sorted(read)) + "\n")


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
    is_hashed = path.startswith("/assets/") or HASHED.search(os.path.basename(path))
    immutable = "true" if is_hashed else "false"
    return (f"    {{.path = {quoted(path)},\n     .content_type = {quoted(content_type)},\n"
            f"     .etag = \"\\\"{etag}\\\"\",\n     .immutable = {immutable},\n     " +
            ",\n     ".join(row) + "},\n")


def main():
    """Reads the folders, writes the file."""
    target, depfile, name, *folders = sys.argv[1:]
    files = collect(folders)
    rows = []
    with open(target, "w", encoding="ascii") as out:
        out.write(f'#include "net/asset.h"\n\nextern const struct asset_set {name};\n\n')
        for index, (path, file) in enumerate(files):
            with open(file, "rb") as source:
                rows.append(write_asset(out, index, path, source.read()))
        out.write("\nstatic const struct asset assets[] = {\n" + "".join(rows) + "};\n")
        out.write(f"const struct asset_set {name} = {{.assets = assets, .count = {len(rows)}}};\n")
    write_depfile(depfile, target, folders)


if __name__ == "__main__":
    main()
