"""A peer of the privacy benchmark: the naive script, and known names cut out of all texts."""
import os
import re
import sys

import pydicom

from naive import deidentify

IDENTIFYING = ["PN"]
IDENTIFIERS = [
    "PatientID", "AccessionNumber", "StudyID", "OtherPatientIDs", "AdmissionID",
    "InstitutionName", "PatientAddress", "PatientTelephoneNumbers",
]
MORE = ["ScheduledProcedureStepID", "PerformedProcedureStepID", "RequestedProcedureID",
        "FillerOrderNumberImagingServiceRequest", "PlacerOrderNumberImagingServiceRequest"]


def known_words(image):
    words = set()
    for element in image.iterall():
        if element.VR == "PN" and element.value:
            words.update(re.split(r"[\^=\s]+", str(element.value)))
    for keyword in IDENTIFIERS:
        if keyword in image:
            words.add(str(image.get(keyword)))
    return sorted((word for word in words if len(word) > 1), key=len, reverse=True)


def clean(image, words):
    known = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    numbers = re.compile(r"\d{2}/\d{2}/\d{4}|\d{3}-\d{3}-\d{4}|\d{3}-\d{2}-\d{4}|\S+@\S+|\d{6,}")
    for element in image.iterall():
        if element.VR in ("LO", "SH", "ST", "LT", "UT") and isinstance(element.value, str):
            element.value = numbers.sub("", known.sub("", element.value)).strip()
        if element.keyword in MORE:
            element.value = ""


if __name__ == "__main__":
    source, destination = sys.argv[1:]
    number = 0
    for folder, _, names in os.walk(source):
        os.makedirs(destination, exist_ok=True)
        for name in names:
            image = pydicom.dcmread(os.path.join(folder, name))
            words = known_words(image)
            deidentify(image)
            code = image.PatientID
            clean(image, words)
            image.PatientID = code
            number += 1
            image.save_as(os.path.join(destination, f"{number:06}.dcm"))
