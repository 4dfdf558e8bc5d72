"""A peer for the benchmark: the few lines that people write with pydicom."""
import hashlib
import os
import sys

import pydicom

blank = ["PatientBirthDate", "AccessionNumber", "ReferringPhysicianName", "StudyDescription"]


def new_uid(uid):
    digest = hashlib.sha256(uid.encode()).digest()[:16]
    return "2.25." + str(int.from_bytes(digest, "big"))


def edit(dataset, element):
    if element.VR == "UI" and not element.keyword.endswith(("ClassUID", "SyntaxUID")):
        element.value = new_uid(str(element.value))
    elif element.VR in ("DA", "DT", "TM"):
        element.value = ""


def deidentify(image):
    image.remove_private_tags()
    image.walk(edit)
    image.PatientName = image.PatientID = "ANON"
    for keyword in blank:
        if keyword in image:
            setattr(image, keyword, "")


if __name__ == "__main__":
    source, destination = sys.argv[1:]
    for folder, _, names in os.walk(source):
        to = os.path.join(destination, os.path.relpath(folder, source))
        os.makedirs(to, exist_ok=True)
        for name in names:
            image = pydicom.dcmread(os.path.join(folder, name))
            deidentify(image)
            image.save_as(os.path.join(to, name))
