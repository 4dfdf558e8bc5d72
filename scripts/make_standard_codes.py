"""Writes src/dicom/standard_codes.tsv: coding scheme, code, its SRT code, meaning, one meaning a line.

    /usr/bin/python3 scripts/make_standard_codes.py src/dicom/standard_codes.tsv

Source: the codes of PS3.16 as Debian's python3-pydicom has them (pydicom.sr, MIT licence).
"""
import sys

from pydicom.sr._concepts_dict import concepts
from pydicom.sr._snomed_dict import mapping

older = mapping["SCT"]
rows = {
    (scheme, code, older.get(code, "") if scheme == "SCT" else "", " ".join(meaning.split()))
    for scheme, keywords in concepts.items()
    for codes in keywords.values()
    for code, (meaning, _) in codes.items()
}
by_code = {}
for row in rows:
    by_code.setdefault(row[:2], set()).add(row)
# "Entire breast (body structure)" beside "Entire breast": no scanner writes the longer one
for row in list(rows):
    shorter = {other for other in by_code[row[:2]] if not other[3].endswith(")")}
    if row[3].endswith(")") and shorter:
        rows.remove(row)
with open(sys.argv[1], "w", encoding="utf-8") as table:
    table.write("# PS3.16: coding scheme, code, code of the retired scheme SRT, meaning\n")
    for row in sorted(rows):
        table.write("\t".join(row) + "\n")
