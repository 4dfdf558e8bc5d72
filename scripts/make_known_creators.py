"""Writes src/deidentify/private/known_creators.txt: private creators that makers have published.

    /usr/bin/python3 scripts/make_known_creators.py src/deidentify/private/known_creators.txt

Source: the private dictionaries of Debian's python3-pydicom (pydicom._private_dict, MIT licence),
and dcmtk's private.dic (Debian's libdcmtk17, BSD licence), one creator a line.
"""
import re
import sys

from pydicom._private_dict import private_dictionaries

creators = set(private_dictionaries)
with open("/usr/share/libdcmtk17/private.dic", encoding="utf-8") as dictionary:
    for line in dictionary:
        found = re.match(r'\([0-9a-fA-F]{4}[^"]*"([^"]+)"', line)
        if found:
            creators.add(found.group(1))
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("# Private creators that makers have published: pydicom 2.3.1 (MIT), dcmtk 3.6.7 (BSD)\n")
    for creator in sorted(one.strip() for one in creators if one.isascii()):
        file.write(creator + "\n")
