"""Writes what makers have published of their private elements into src/deidentify/private/:

    /usr/bin/python3 scripts/make_private_dictionary.py src/deidentify/private

known_creators.txt has one private creator a line; private_dictionary.tsv has tag, creator, VR and
name of each element.

Source: the private dictionaries of Debian's python3-pydicom (pydicom._private_dict, MIT licence),
and dcmtk's private.dic (Debian's libdcmtk17, BSD licence). pydicom goes first.
"""
import re
import sys

from pydicom._private_dict import private_dictionaries

rows = {}
with open("/usr/share/libdcmtk17/private.dic", encoding="utf-8") as dictionary:
    for line in dictionary:
        found = re.match(r'\(([0-9a-f]{4}),"([^"]+)",([0-9a-f]{2})\)\t(\S\S)\t(\S+)', line, re.I)
        if found:
            group, creator, element, vr, name = found.groups()
            rows[group.upper(), element.upper(), creator.strip()] = vr, name
for creator, entries in private_dictionaries.items():
    for tag, (vr, _, name, _) in entries.items():
        found = re.match(r"^([0-9a-f]{4})xx([0-9a-f]{2})$", tag, re.I)
        if found:
            rows[found.group(1).upper(), found.group(2).upper(), creator.strip()] = vr, name

creators = {one.strip() for one in private_dictionaries} | {creator for _, _, creator in rows}
source = "pydicom 2.3.1 (MIT), dcmtk 3.6.7 (BSD)"
with open(f"{sys.argv[1]}/known_creators.txt", "w", encoding="utf-8") as file:
    file.write(f"# Private creators that makers have published: {source}\n")
    file.writelines(f"{one}\n" for one in sorted(creators) if one.isascii())
with open(f"{sys.argv[1]}/private_dictionary.tsv", "w", encoding="utf-8") as file:
    file.write(f"# Private elements that makers have published: tag, creator, VR, name. {source}\n")
    for (group, element, creator), (vr, name) in sorted(rows.items()):
        shown = "" if name.lower() in ("unknown", "internal") else " ".join(name.split())
        if creator.isascii() and shown.isascii():
            file.write(f"({group},xx{element})\t{creator}\t{vr}\t{shown}\n")
