"""Writes src/deidentify/attribute_types.tsv: the type (PS3.5 7.4) of each attribute whose action in
the profile depends on it (X/Z, X/D, Z/D, X/Z/D, X/Z/U*, and what an IOD requires though the table
removes or empties it), in each storage SOP class and in the items of its sequences.

    python3 scripts/make_attribute_types.py

Source: dciodvfy of Debian's dicom3tools (BSD-3-clause, David A. Clunie), which is built from the
IODs, modules and macros of PS3.3. It names type and module of an attribute whose value breaks a
rule. So each class is checked with these attributes missing, empty, and with too many values.
"""

import collections
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "src")
CLASSES = os.path.join(HERE, "storage_classes.tsv")
ROOT = "1.2.840.10008.5.1.4.1.1."
STRICTEST_FIRST = ["1", "1C", "2", "2C", "3"]
LONG = set("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
SIZES = {"AT": 4, "FD": 8, "FL": 4, "OD": 8, "OF": 4, "OL": 4, "OV": 8, "SL": 4, "SV": 8, "UL": 4, "UV": 8}
TEXTS = {"AS": "010Y", "DA": "20200101", "DS": "1", "DT": "20200101101010", "IS": "1", "TM": "101010", "UI": "1.2.3"}
# an item that takes any attribute at all (ModifiedAttributesSequence) is not looked into
MOST_IN_AN_ITEM = 300
TYPED = re.compile(r"^\w+ - <(/[^>]*)> - .*?Type (1C|1|2C|2|3) (?:Required|Conditional|Optional).*Module=<(\w+)>")
NOT_PART = re.compile(r"^Warning - <(/[^>]*)> - Attribute is not present in standard DICOM IOD")
STEP = re.compile(r"\((\w{4}),(\w{4})\)")


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


VRS = {
    int(tag, 16): {"ox": "OW", "xs": "US", "lt": "OW", "up": "UL"}.get(vr, vr)
    for tag, vr, *_ in read_rows(os.path.join(SOURCE, "dicom", "dictionary.tsv"))
    if "xx" not in tag and int(tag[:4], 16) >= 8 and tag[:4] != "FFFE"
}
KEYWORDS = {int(row[0], 16): row[2] for row in read_rows(os.path.join(SOURCE, "dicom", "dictionary.tsv")) if "xx" not in row[0]}
SEQUENCES = [tag for tag, vr in VRS.items() if vr == "SQ"]
HEADER = """# Types (PS3.5 7.4) that decide on the actions of PS3.15 table E.1-1, by SOP class and sequence.
# Written by scripts/make_attribute_types.py from dciodvfy of dicom3tools 1.00~20220618093127 (Debian
# 12; BSD-3-clause, David A. Clunie), which has the IODs of PS3.3 2022b. Columns: tag, keyword, place
# (. for the top of a data set, else the sequence whose items have it), the strictest type, SOP
# classes (without 1.2.840.10008.5.1.4.1.1.; * for all). Of rows X and Z, it has what an IOD requires. The line "classes" has those that were looked at; in
# them, an attribute without a line for the top is not part of the IOD.
"""
BASIC = {
    int(tag, 16): basic
    for table in ("beyond_the_table.tsv", "profile.tsv")
    for tag, _, basic, *_ in read_rows(os.path.join(SOURCE, "deidentify", table))
    if re.fullmatch("[0-9A-F]{8}", tag) and int(tag, 16) in VRS
}
# of the attributes that are removed or emptied, those matter that an IOD requires
LOOKED_FOR = sorted(tag for tag, basic in BASIC.items() if "/" in basic or basic in ("X", "Z"))
# decided by the first value that the attribute is checked for, or of no use in a probe
LEFT_OUT = {0x00080001, 0x00080005, 0x00080016, 0x00080018, 0x00280009}


def encode(elements):
    return b"".join(encode_element(tag, elements[tag]) for tag in sorted(elements))


def encode_element(tag, value):
    vr = VRS.get(tag, "UN")
    if isinstance(value, list):
        items = [encode(item) for item in value]
        value = b"".join(b"\xfe\xff\x00\xe0" + len(item).to_bytes(4, "little") + item for item in items)
    value += (b"\0" if vr == "UI" else b" ") * (len(value) % 2)
    head = (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little") + vr.encode()
    if vr in LONG:
        return head + b"\0\0" + len(value).to_bytes(4, "little") + value
    return head + len(value).to_bytes(2, "little") + value


def sample(tag, times=1):
    vr = VRS[tag]
    if vr == "SQ":
        return [{}] * times
    if vr in SIZES or vr in ("OB", "OW", "SS", "UN", "US"):
        return bytes(SIZES.get(vr, 2) * times)
    return "\\".join([TEXTS.get(vr, "A")] * times).encode()


def check(elements, sop_class, directory):
    """What dciodvfy says of a data set, line by line."""
    head = {0x00080016: sop_class.encode(), 0x00080018: b"1.2.3"}
    path = os.path.join(directory, "probe.dcm")
    meta = encode_meta(sop_class)
    with open(path, "wb") as file:
        file.write(bytes(128) + b"DICM" + meta + encode({**elements, **head}))
    done = subprocess.run(["dciodvfy", "-new", path], capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("latin1").split("\n")


def encode_meta(sop_class):
    VRS.update({0x00020000: "UL", 0x00020002: "UI", 0x00020003: "UI", 0x00020010: "UI"})
    group = encode({0x00020002: sop_class.encode(), 0x00020003: b"1.2.3", 0x00020010: b"1.2.840.10008.1.2.1"})
    return encode({0x00020000: len(group).to_bytes(4, "little")}) + group


def tags_of(path):
    """The tags of a path, without its items: /SourceSequence(0008,2112)[1]/StationName(0008,1010)."""
    return tuple(int(group + element, 16) for group, element in STEP.findall(path))


def probes():
    """The conditional attributes missing, empty, once, and with too many values."""
    yield {}
    yield {tag: [] if VRS[tag] == "SQ" else b"" for tag in LOOKED_FOR}
    yield {tag: sample(tag) for tag in LOOKED_FOR}
    yield {tag: sample(tag, 3) for tag in LOOKED_FOR}


def nest(paths, content):
    """A data set in which each path of sequences ends in an item with the content."""
    tree = {}
    for path in paths:
        item = tree
        for tag in path:
            item = item.setdefault(tag, [{}])[0]
        item.update({tag: value for tag, value in content.items() if tag not in item})
    return tree


def types_in(lines):
    for line in lines:
        found = TYPED.match(line)
        if found:
            path = tags_of(found[1])
            if path[-1] in LOOKED_FOR:
                yield path, found[2]


def explore(sop_class, known_pairs, directory):
    """Paths of conditional attributes with their types; pairs of sequences are explored once."""
    found = collections.defaultdict(set)
    everything = {tag: sample(tag) for tag in VRS if tag not in LEFT_OUT and tag >> 16 < 0x7FE0 and tag >> 16 > 2}
    for probe in probes():
        for rest in ({}, {tag: value for tag, value in everything.items() if tag not in LOOKED_FOR}):
            for path, kind in types_in(check({**rest, **probe}, sop_class, directory)):
                found[path].add(kind)
    paths = [()]
    while paths:
        candidates = nest(paths, {tag: [] for tag in SEQUENCES} if paths != [()] else everything)
        foreign = {tags_of(m[1]) for m in map(NOT_PART.match, check(candidates, sop_class, directory)) if m}
        deeper = []
        for path in paths:
            allowed = [tag for tag in SEQUENCES if (*path, tag) not in foreign]
            if len(allowed) > MOST_IN_AN_ITEM:
                continue
            for tag in allowed:
                pair = (path[-1] if path else 0, tag)
                if pair not in known_pairs and not KEYWORDS[tag].endswith("CodeSequence"):
                    known_pairs.add(pair)
                    deeper.append((*path, tag))
        paths = deeper
        for probe in probes() if paths else []:
            for path, kind in types_in(check(nest(paths, probe), sop_class, directory)):
                found[path].add(kind)
    return found


# an item whose attribute has another type in other classes: PS3.3 C.8.22.4 against C.8.9.2
ONLY_IN = {(0x00540016, 0x00181078): "130"}


def shortened(sop_class):
    return sop_class[len(ROOT):] if sop_class.startswith(ROOT) else sop_class


def write(found, path):
    """One line for each attribute, place and type, with its classes (* for all)."""
    by_class = collections.defaultdict(list)
    inside = collections.defaultdict(set)
    for sop_class, types in found.items():
        for tags, kinds in types.items():
            if not is_of_use(tags[-1], kinds):
                continue
            if len(tags) == 1:
                by_class[(tags[0], min(kinds, key=STRICTEST_FIRST.index))].append(shortened(sop_class))
            else:
                inside[tags[-2:]] |= kinds
    for tag in LOOKED_FOR:
        if "/" in BASIC[tag] and not any(tag == other for other, _ in by_class):
            by_class[(tag, "3")] = []
    with open(path, "w", encoding="utf-8") as table:
        table.write(HEADER)
        table.write("classes\t" + " ".join(map(shortened, found)) + "\n")
        for (tag, kind), classes in sorted(by_class.items()):
            table.write(f"{tag:08X}\t{KEYWORDS[tag]}\t.\t{kind}\t{' '.join(classes)}\n")
        for (parent, tag), kinds in sorted(inside.items(), key=lambda entry: entry[0][::-1]):
            table.write(f"{tag:08X}\t{KEYWORDS[tag]}\t{KEYWORDS[parent]}\t{min(kinds, key=STRICTEST_FIRST.index)}\t{ONLY_IN.get((parent, tag), '*')}\n")


def is_of_use(tag, kinds):
    """Whether the action depends on the type: an attribute of type 1 is not removed or emptied."""
    forbidding = {"X": ("1", "2"), "Z": ("1",)}.get(BASIC[tag], STRICTEST_FIRST)
    return min(kinds, key=STRICTEST_FIRST.index) in forbidding


def main():
    found, known_pairs = {}, set()
    with tempfile.TemporaryDirectory() as directory:
        for sop_class, name in read_rows(CLASSES):
            if any("Object Not found" in line for line in check({}, sop_class, directory)):
                continue
            found[sop_class] = explore(sop_class, known_pairs, directory)
            print(name, len(found[sop_class]))
    write(found, os.path.join(SOURCE, "deidentify", "attribute_types.tsv"))


if __name__ == "__main__":
    main()
