import { fileURLToPath } from "node:url";
import { IntakeError } from "../errors.ts";
import type { ArchiveFormat } from "./archive.ts";
import { archivesInBucket, archivesInDirectory } from "./archive_stores.ts";
import { openBucket } from "./bucket.ts";
import { authorizationOf, type Credentials, credentialsOf } from "./credentials.ts";
import type { Destination } from "./destination.ts";
import { readTarget, type Scheme, targetFault } from "./read_target.ts";
import { toArchive } from "./to_archive.ts";
import { toDicomNode } from "./to_dicom_node.ts";
import { toDicomweb } from "./to_dicomweb.ts";
import { toDirectory } from "./to_directory.ts";
import { toObjectStore } from "./to_object_store.ts";

/** How targets are talked to. */
export interface DeliveryOptions {
  readonly credentials: Credentials;
  /** One archive a Batch at targets that hold files; `none`: its files. */
  readonly pack: ArchiveFormat | "none";
  /** How long a target may take to answer, in milliseconds. */
  readonly answerMs: number;
}

type Opener = (url: URL, options: DeliveryOptions) => Destination;

/** By what a target begins with. */
const openers: Readonly<Record<Scheme, Opener>> = {
  "file:": openDirectory,
  "s3:": openObjectStore,
  "dicomweb+http:": openDicomweb,
  "dicomweb+https:": openDicomweb,
  "dimse:": (url, { answerMs }) => toDicomNode(url, answerMs),
};
const fileTargets = ["file:", "s3:"];

/** Opens the targets of DELIVER_TO, a comma-separated list. Throws IntakeError SETTINGS. */
export function openDestinations(
  list: string | undefined,
  options: DeliveryOptions,
): Destination[] {
  const targets = splitList(list).map(readTarget);
  const takesArchives = targets.some(({ scheme }) => fileTargets.includes(scheme));
  if (options.pack !== "none" && !takesArchives) {
    throw new IntakeError(
      "SETTINGS",
      `PACK=${options.pack}, and no target of DELIVER_TO takes archives`,
      "name a target that begins with file:// or s3://, or leave PACK away",
    );
  }
  return targets.map(({ scheme, url }) => openers[scheme](url, options));
}

/** The directories among the targets of DELIVER_TO. */
export function targetDirectories(list: string | undefined): string[] {
  const targets = splitList(list).map(readTarget);
  return targets.flatMap(({ scheme, url }) => scheme === "file:" ? [directoryOf(url)] : []);
}

function splitList(list = ""): string[] {
  return list.split(",").map((text) => text.trim()).filter((text) => text !== "");
}

function openDirectory(url: URL, { pack }: DeliveryOptions): Destination {
  const directory = directoryOf(url);
  return pack === "none" ? toDirectory(directory) : toArchive(archivesInDirectory(directory), pack);
}

function directoryOf(url: URL): string {
  const isBelowRoot = /^\/+[^/]/.test(url.pathname) && !/%2f/i.test(url.pathname);
  if (url.host !== "" || !isBelowRoot) throw targetFault("file: needs file:///directory");
  return fileURLToPath(url).replace(/\/+$/, "");
}

function openObjectStore(url: URL, { pack, credentials, answerMs }: DeliveryOptions): Destination {
  const endpoint = URL.parse(url.searchParams.get("endpoint") ?? "");
  const credential = (endpoint && credentialsOf(credentials, endpoint)) ??
    credentials.get(url.hostname.toLowerCase());
  if (credential?.kind !== "s3") {
    throw targetFault("DELIVER_CREDENTIALS has no line `host s3 key:secret` for an s3: target");
  }
  const bucket = openBucket(url, credential, answerMs);
  return pack === "none" ? toObjectStore(bucket) : toArchive(archivesInBucket(bucket), pack);
}

function openDicomweb(url: URL, { credentials, answerMs }: DeliveryOptions): Destination {
  const credential = credentialsOf(credentials, url);
  return toDicomweb(url, credential && authorizationOf(credential), answerMs);
}
