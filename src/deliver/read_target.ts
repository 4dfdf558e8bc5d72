import { IntakeError } from "../errors.ts";

/** A target of DELIVER_TO. */
export interface Target {
  /** What it begins with: `dicomweb+https:` … */
  readonly scheme: Scheme;
  /** Its address; that behind `dicomweb+` is the server's own. */
  readonly url: URL;
}

export type Scheme = "file:" | "s3:" | "dicomweb+http:" | "dicomweb+https:" | "dimse:";

/** What may follow the `?` of a target, by what it begins with. */
const parameters: Readonly<Record<Scheme, readonly string[]>> = {
  "file:": [],
  "s3:": ["endpoint", "region"],
  "dicomweb+http:": [],
  "dicomweb+https:": [],
  "dimse:": ["calling"],
};

/**
 * Reads a target. Throws IntakeError SETTINGS, which never repeats it, for what cannot be meant:
 * that it fails at the first Batch, or writes elsewhere, is found out too late.
 */
export function readTarget(text: string): Target {
  const [, written = "", rest = ""] = /^([a-z0-9+]+:)(\/\/.*)$/i.exec(text) ?? [];
  const scheme = written.toLowerCase();
  const url = URL.parse(`${scheme.replace("dicomweb+", "")}${rest}`);
  if (!isScheme(scheme) || !url) {
    throw targetFault(
      "a target is not of the form file:///directory, s3://bucket/prefix, " +
        "dicomweb+https://host/path or dimse://AET@host:port",
    );
  }
  if (url.password !== "" || (url.username !== "" && scheme !== "dimse:")) throw withCredentials();
  const known = parameters[scheme];
  if (url.hash !== "" || ![...url.searchParams.keys()].every((key) => known.includes(key))) {
    const names = known.length > 0 ? `only ${known.join(" and ")}` : "nothing";
    throw targetFault(`behind ${scheme}//, ${names} may follow "?" (%3F and %23 in names)`);
  }
  if (!isDecodable(url)) throw targetFault('a "%" of a target begins no escape of a name (%25)');
  if (scheme === "s3:") requireBucket(url);
  if (scheme === "dimse:") requireNode(url);
  return { scheme, url };
}

function isScheme(scheme: string): scheme is Scheme {
  return Object.hasOwn(parameters, scheme);
}

/** A fault of DELIVER_TO; `what` never repeats a target, for it may hold a password. */
export function targetFault(what: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DELIVER_TO: ${what}`,
    "targets are separated by commas; credentials belong into the file of DELIVER_CREDENTIALS",
  );
}

function withCredentials(): IntakeError {
  return targetFault("a target holds credentials, which others see in the list of processes");
}

function isDecodable({ username, pathname }: URL): boolean {
  try {
    return !decodeURIComponent(username + pathname).includes("\0");
  } catch {
    return false;
  }
}

function requireBucket({ hostname, port, searchParams }: URL): void {
  if (hostname === "" || port !== "") throw targetFault("s3: needs s3://bucket, without a port");
  const written = searchParams.get("endpoint");
  if (written === null) return;
  const endpoint = URL.parse(written);
  const isWeb = endpoint?.protocol === "http:" || endpoint?.protocol === "https:";
  if (!endpoint || !isWeb || endpoint.search !== "" || endpoint.hash !== "") {
    throw targetFault("an endpoint is not of the form https://host");
  }
  if (endpoint.username !== "" || endpoint.password !== "") throw withCredentials();
}

/** Application entity titles have 16 characters at most, and no backslash (PS3.5 6.2, AE). */
function requireNode({ hostname, port, pathname, username, searchParams }: URL): void {
  if (hostname === "" || port === "0" || !/^\/?$/.test(pathname)) {
    throw targetFault("dimse: needs dimse://AET@host:port, without a path");
  }
  const titles = [decodeURIComponent(username), searchParams.get("calling") ?? "DICOM-INTAKE"];
  if (titles.every((title) => /^[ -[\]-~]{0,16}$/.test(title))) return;
  throw targetFault(
    "an application entity title has more than 16 characters, or one that none has",
  );
}
