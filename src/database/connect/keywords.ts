import { IntakeError } from "../../model/errors.ts";

/** The parameters of an address, by libpq's keywords (34.1.2). */
export type Keywords = ReadonlyMap<string, string>;

/** Keywords and their environment variables (libpq 34.15). */
const variables: Readonly<Record<string, string>> = {
  host: "PGHOST",
  hostaddr: "PGHOSTADDR",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  connect_timeout: "PGCONNECT_TIMEOUT",
  client_encoding: "PGCLIENTENCODING",
  options: "PGOPTIONS",
  application_name: "PGAPPNAME",
  sslmode: "PGSSLMODE",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslrootcert: "PGSSLROOTCERT",
  ssl_min_protocol_version: "PGSSLMINPROTOCOLVERSION",
  ssl_max_protocol_version: "PGSSLMAXPROTOCOLVERSION",
  channel_binding: "PGCHANNELBINDING",
  gssencmode: "PGGSSENCMODE",
  target_session_attrs: "PGTARGETSESSIONATTRS",
  load_balance_hosts: "PGLOADBALANCEHOSTS",
};

const withoutVariable = ["fallback_application_name", "sslpassword"];

/** Accepted without effect: the program has its own settings, or needs none. */
const ignored = [
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "tcp_user_timeout",
  "sslcompression",
  "sslsni",
  "krbsrvname",
  "gsslib",
];

/**
 * Values that require what the driver cannot do; every other value of these keywords is accepted.
 */
const impossible: Readonly<Record<string, string>> = {
  channel_binding: "require",
  gssencmode: "require",
};

/** Reads a URI or `keyword=value` pairs; environment variables supply missing values. */
export function readKeywords(
  text: string,
  env: (name: string) => string | undefined,
): Keywords {
  const given = new Map(/^postgres(ql)?:\/\//.test(text) ? readUri(text) : readPairs(text));
  if (given.get("ssl") === "true") given.set("sslmode", "require"); // as JDBC writes it
  given.delete("ssl");
  for (const keyword of given.keys()) refuseUnknown(keyword);
  for (const [keyword, variable] of Object.entries(variables)) {
    const value = given.get(keyword) ?? env(variable);
    if (value !== undefined && value !== "") given.set(keyword, value);
    else given.delete(keyword);
  }
  for (const [keyword, value] of Object.entries(impossible)) {
    if (given.get(keyword) === value) throw fault(`${keyword}=${value} is not supported`);
  }
  return given;
}

/**
 * `postgres://user:password@host:port,host:port/dbname?keyword=value` (libpq 34.1.1.2). Unlike psql
 * it accepts a second `=` without encoding, as in `options=-csearch_path=intake`.
 */
function* readUri(uri: string): Generator<[string, string]> {
  const [, userSpec, hostSpec = "", dbname, query = ""] =
    /^postgres(?:ql)?:\/\/(?:([^@/?]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri) ?? [];
  if (userSpec !== undefined) {
    const [user = "", ...password] = userSpec.split(":");
    if (user) yield ["user", decoded(user)];
    if (password.length > 0) yield ["password", decoded(password.join(":"))];
  }
  if (hostSpec) {
    const hosts = hostSpec.split(",").map(hostAndPort);
    yield ["host", hosts.map(([host]) => host).join(",")];
    if (hosts.some(([, port]) => port)) yield ["port", hosts.map(([, port]) => port).join(",")];
  }
  if (dbname) yield ["dbname", decoded(dbname)];
  for (const pair of query.split("&").filter(Boolean)) {
    const [keyword = "", ...value] = pair.split("=");
    if (value.length === 0) throw fault("a parameter after ? is not keyword=value");
    yield [decoded(keyword), decoded(value.join("="))];
  }
}

function hostAndPort(text: string): [host: string, port: string] {
  const [, six, name = "", port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? [];
  return [decoded(six ?? name), decoded(port)];
}

/** `host=db dbname='my database'`: quotes and backslashes as in libpq 34.1.1.1. */
function* readPairs(text: string): Generator<[string, string]> {
  const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:\\.|[^'\\])*)'|((?:\\.|[^\s'\\])*))(?=\s|$)/gsy;
  let end = 0;
  for (const [all, keyword = "", quoted, plain = ""] of text.trimEnd().matchAll(pair)) {
    end += all.length;
    yield [keyword, (quoted ?? plain).replaceAll(/\\(.)/gs, "$1")];
  }
  if (end < text.trimEnd().length) throw fault("it is neither a URI nor keyword=value pairs");
}

function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (!plain.includes("\0")) return plain;
  } catch {
    // the error must not contain the text, which may be a password
  }
  throw fault("a % is not followed by two hexadecimal digits");
}

function refuseUnknown(keyword: string): void {
  if (keyword in variables || withoutVariable.includes(keyword)) return;
  if (ignored.includes(keyword)) return;
  const name = /^[a-z_]{1,40}$/.test(keyword) ? keyword : "one";
  throw fault(`its parameter ${name} is not supported`);
}

function fault(what: string): IntakeError {
  return new IntakeError(
    "SETTINGS",
    `DATABASE_URL is not a valid address of PostgreSQL: ${what}`,
    "write it as psql accepts it (docs/database.md)",
  );
}
