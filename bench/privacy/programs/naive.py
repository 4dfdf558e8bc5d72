"""A peer of the privacy benchmark: what people write with pydicom in an afternoon."""
import datetime
import hashlib
import os
import sys

import pydicom

BLANK = [
    "AccessionNumber", "InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName",
    "ReferringPhysicianAddress", "ReferringPhysicianTelephoneNumbers", "PatientAddress",
    "PatientTelephoneNumbers", "OtherPatientIDs", "StudyID", "IssuerOfPatientID",
    "MilitaryRank", "CountryOfResidence", "PatientReligiousPreference", "AdmissionID",
    "PatientBirthDate", "RequestingService", "CurrentPatientLocation", "PatientState",
]


def new_uid(uid):
    return "2.25." + str(int(hashlib.sha256(uid.encode()).hexdigest()[:32], 16))


def shifted(value, days):
    try:
        date = datetime.datetime.strptime(value[:8], "%Y%m%d") - datetime.timedelta(days=days)
    except ValueError:
        return ""
    return date.strftime("%Y%m%d") + value[8:]


def deidentify(image):
    patient = hashlib.sha256(str(image.PatientID).encode()).hexdigest()
    days = 100 + int(patient[:4], 16) % 1000

    def edit(dataset, element):
        if element.VR == "UI" and not str(element.value).startswith("1.2.840.10008."):
            element.value = new_uid(str(element.value))
        elif element.VR in ("DA", "DT") and element.value:
            element.value = shifted(str(element.value), days)
        elif element.VR == "PN":
            element.value = "ANON"

    image.remove_private_tags()
    image.walk(edit)
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    image.PatientName = image.PatientID = "P" + patient[:12]
    for keyword in BLANK:
        if keyword in image:
            setattr(image, keyword, "")
    if "OtherPatientIDsSequence" in image:
        del image.OtherPatientIDsSequence


if __name__ == "__main__":
    source, destination = sys.argv[1:]
    for folder, _, names in os.walk(source):
        to = os.path.join(destination, os.path.relpath(folder, source))
        os.makedirs(to, exist_ok=True)
        for name in names:
            image = pydicom.dcmread(os.path.join(folder, name))
            deidentify(image)
            image.save_as(os.path.join(to, name))
