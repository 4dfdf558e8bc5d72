import { IntakeError } from "../errors.ts";
import { authorizationOf, type Credentials } from "./credentials.ts";
import type { Destination } from "./destination.ts";
import { toObjectStore } from "./to_object_store.ts";
import { toDicomweb } from "./to_dicomweb.ts";

/** Opens the targets of DELIVER_TO, a comma-separated list. Throws IntakeError SETTINGS. */
export function openDestinations(
  list: string | undefined,
  credentials: Credentials,
): Destination[] {
  const texts = (list ?? "").split(",").map((text) => text.trim()).filter((text) => text !== "");
  return texts.map((text) => openDestination(text, credentials));
}

function openDestination(text: string, credentials: Credentials): Destination {
  const [, address = ""] = /^(?:dicomweb\+)?((?:https?|s3):\/\/.*)$/i.exec(text) ?? [];
  const isObjectStore = /^s3:/i.test(text);
  const url = isObjectStore || /^dicomweb\+http/i.test(text) ? URL.parse(address) : null;
  if (!url) {
    throw fault("a target is not of the form dicomweb+https://host/path or s3://bucket/prefix");
  }
  if (url.username !== "" || url.password !== "") {
    throw fault("a target holds credentials, which others see in the list of processes");
  }
  if (!isObjectStore) {
    const credential = credentials.get(url.host);
    return toDicomweb(url, credential && authorizationOf(credential));
  }
  const endpoint = URL.parse(url.searchParams.get("endpoint") ?? "");
  return toObjectStore(url, credentials.get(endpoint?.host ?? "") ?? credentials.get(url.host));
}

function fault(what: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DELIVER_TO: ${what}`,
    "targets are separated by commas; credentials belong into the file of DELIVER_CREDENTIALS",
  );
}
