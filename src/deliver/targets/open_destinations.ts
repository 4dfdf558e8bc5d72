import { fileURLToPath } from "node:url";
import { IntakeError } from "../../model/errors.ts";
import { archivesInBucket, archivesInDirectory } from "../archive/archive_stores.ts";
import type { ArchiveFormat } from "../archive/pack_batch.ts";
import { toArchive } from "../archive/to_archive.ts";
import { authorizationOf, type Credentials, credentialsOf } from "../credentials.ts";
import type { Destination } from "../destination.ts";
import { toDicomweb } from "../dicomweb/to_dicomweb.ts";
import { toDicomNode } from "../dimse/to_dicom_node.ts";
import { toDirectory } from "../directory/to_directory.ts";
import { openBucket } from "../s3/bucket.ts";
import { toObjectStore } from "../s3/to_object_store.ts";
import { readTarget, type Scheme, targetFault } from "./read_target.ts";

/** Options of all targets. */
export interface DeliveryOptions {
  readonly credentials: Credentials;
  /** The archive format of file and object store targets; `none` sends single files. */
  readonly pack: ArchiveFormat | "none";
  /** Time limit for a target's answer in milliseconds. */
  readonly answerMs: number;
}

type Opener = (url: URL, options: DeliveryOptions) => Destination;

/** Functions that open a target, by URL scheme. */
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
  const acceptsArchives = targets.some(({ scheme }) => fileTargets.includes(scheme));
  if (options.pack !== "none" && !acceptsArchives) {
    throw new IntakeError(
      "SETTINGS",
      `PACK=${options.pack} has no effect: no target of DELIVER_TO accepts archives`,
      "add a target that starts with file:// or s3://, or remove PACK",
    );
  }
  return targets.map(({ scheme, url }) => openers[scheme](url, options));
}

/** The paths of the targets of DELIVER_TO that are directories. */
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
  if (url.host !== "" || !isBelowRoot) {
    throw targetFault("a file: target must have the form file:///directory");
  }
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
