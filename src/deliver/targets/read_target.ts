import { IntakeError } from "../../model/errors.ts";

/** A target of DELIVER_TO. */
export interface Target {
  /** The scheme as written, such as `dicomweb+https:`. */
  readonly scheme: Scheme;
  /** Its URL, without the prefix `dicomweb+`. */
  readonly url: URL;
}

/** The supported schemes. */
export type Scheme = "file:" | "s3:" | "dicomweb+http:" | "dicomweb+https:" | "dimse:";

/** The query parameters that each scheme allows. */
const parameters: Readonly<Record<Scheme, readonly string[]>> = {
  "file:": [],
  "s3:": ["endpoint", "region"],
  "dicomweb+http:": [],
  "dicomweb+https:": [],
  "dimse:": ["calling"],
};

/**
 * Reads a target. Throws IntakeError SETTINGS for every target that cannot work, since otherwise it
 * would fail at the first Batch or write to the wrong place. The message never repeats the target.
 */
export function readTarget(text: string): Target {
  const [, written = "", rest = ""] = /^([a-z0-9+]+:)(\/\/.*)$/i.exec(text) ?? [];
  const scheme = written.toLowerCase();
  const url = URL.parse(`${scheme.replace("dicomweb+", "")}${rest}`);
  if (!isScheme(scheme) || !url) {
    throw targetFault(
      "a target must have the form file:///directory, s3://bucket/prefix, " +
        "dicomweb+https://host/path or dimse://AET@host:port",
    );
  }
  if (url.password !== "" || (url.username !== "" && scheme !== "dimse:")) throw withCredentials();
  const known = parameters[scheme];
  if (url.hash !== "" || ![...url.searchParams.keys()].every((key) => known.includes(key))) {
    const names = known.length > 0 ? `only the parameters ${known.join(" and ")}` : "no parameters";
    throw targetFault(`a ${scheme} target allows ${names} (in names, write ? as %3F and # as %23)`);
  }
  if (!isDecodable(url)) throw targetFault('a target has an invalid escape: write "%" as %25');
  if (scheme === "s3:") requireBucket(url);
  if (scheme === "dimse:") requireNode(url);
  return { scheme, url };
}

function isScheme(scheme: string): scheme is Scheme {
  return Object.hasOwn(parameters, scheme);
}

/** An error of DELIVER_TO; `what` must not repeat a target, which may contain a password. */
export function targetFault(what: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DELIVER_TO: ${what}`,
    "separate targets with commas, and put credentials into the file of DELIVER_CREDENTIALS",
  );
}

function withCredentials(): IntakeError {
  return targetFault(
    "a target contains credentials, which other users can see in the process list",
  );
}

function isDecodable({ username, pathname }: URL): boolean {
  try {
    return !decodeURIComponent(username + pathname).includes("\0");
  } catch {
    return false;
  }
}

function requireBucket({ hostname, port, searchParams }: URL): void {
  if (hostname === "" || port !== "") {
    throw targetFault("an s3: target must have the form s3://bucket/prefix, without a port");
  }
  const written = searchParams.get("endpoint");
  if (written === null) return;
  const endpoint = URL.parse(written);
  const isWeb = endpoint?.protocol === "http:" || endpoint?.protocol === "https:";
  if (!endpoint || !isWeb || endpoint.search !== "" || endpoint.hash !== "") {
    throw targetFault("the endpoint of an s3: target must have the form https://host");
  }
  if (endpoint.username !== "" || endpoint.password !== "") throw withCredentials();
}

/** Application entity titles have at most 16 characters and no backslash (PS3.5 6.2, AE). */
function requireNode({ hostname, port, pathname, username, searchParams }: URL): void {
  if (hostname === "" || port === "0" || !/^\/?$/.test(pathname)) {
    throw targetFault("a dimse: target must have the form dimse://AET@host:port, without a path");
  }
  const titles = [decodeURIComponent(username), searchParams.get("calling") ?? "DICOM-INTAKE"];
  if (titles.every((title) => /^[ -[\]-~]{0,16}$/.test(title))) return;
  throw targetFault(
    "an application entity title has more than 16 characters, or a character that is not allowed",
  );
}
