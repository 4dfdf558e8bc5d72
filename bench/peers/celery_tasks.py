"""A peer for the benchmark: a pipeline of Celery tasks in the shape that sites run.

Each folder goes through a chain of tasks; every task loads each image again, and what is
known of an image is a record of its own in the store.
"""
import json
import os

import pydicom
import redis
from celery import Celery, chain

from deidentify_with_pydicom import deidentify

socket = "redis+socket://" + os.environ["REDIS_SOCKET"]
app = Celery("intake", broker=socket, backend=socket)
store = redis.Redis(unix_socket_path=os.environ["REDIS_SOCKET"], db=1)


def paths_of(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


@app.task
def import_folder(folder, destination):
    """One record an image, after its header was read."""
    for path in paths_of(folder):
        image = pydicom.dcmread(path)
        store.set("image:" + path, json.dumps({"uid": image.SOPInstanceUID, "status": "NEW"}))
    return folder, destination


@app.task
def get_identifiers(batch):
    """All of a header's values, by image."""
    for path in paths_of(batch[0]):
        image = pydicom.dcmread(path)
        values = {e.keyword: str(e.value) for e in image if e.VR not in ("OW", "OB", "SQ")}
        store.set("identifiers:" + path, json.dumps(values))
    return batch


@app.task
def replace_identifiers(batch):
    """Writes every image anew."""
    folder, destination = batch
    os.makedirs(destination, exist_ok=True)
    for path in paths_of(folder):
        image = pydicom.dcmread(path)
        deidentify(image)
        image.save_as(os.path.join(destination, os.path.basename(path)))
    return batch


@app.task
def finish(batch):
    for path in paths_of(batch[0]):
        store.set("image:" + path, json.dumps({"status": "DONE"}))


def run(source, destination):
    """Task names contain this module's name, so callers must import it as the workers do."""
    folders = [os.path.join(root, name) for root, names, _ in os.walk(source) for name in names
               if name.startswith("ST-")]
    jobs = [chain(import_folder.s(folder, os.path.join(destination, os.path.basename(folder))),
                  get_identifiers.s(), replace_identifiers.s(), finish.s())()
            for folder in folders]
    for job in jobs:
        job.get()
