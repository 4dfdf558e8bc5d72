import assert from "node:assert/strict";
import { connect } from "../../src/database/connect/sql.ts";
import {
  type DebianServer,
  debianServer,
  debianServerTools,
} from "../support/database/debian_server.ts";
import { type Authority, makeAuthority } from "../support/servers/authority.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const tools = ["openssl", "install", ...debianServerTools];

/** Gives the server a certificate, and roles that it lets in by one way each. */
async function encrypt(
  server: DebianServer,
  directory: string,
  authority: Authority,
  name: string,
) {
  const { cert, key } = await authority.sign("server", name);
  const data = `${directory}/debian`;
  for (const [from, to] of [[cert, "s.pem"], [key, "s.key"], [authority.cert, "ca.pem"]]) {
    await run("install", ["-m", "600", String(from), `${data}/${to}`]);
    await run("chown", ["--reference", data, `${data}/${to}`]);
  }
  const site = connect({ url: server.url }, { max: 1 });
  await site.unsafe(`create role plain login; create role tls login; create role certified login`);
  for (const [name, value] of [["cert", "s.pem"], ["key", "s.key"], ["ca", "ca.pem"]]) {
    await site.unsafe(`alter system set ssl_${name}_file = '${value}'`);
  }
  await site.unsafe("alter system set ssl = on");
  await site.end();
  const hosts = [
    "hostnossl all plain 127.0.0.1/32 trust",
    "hostssl all tls 127.0.0.1/32 trust",
    "hostssl all certified 127.0.0.1/32 cert",
    "host all site 127.0.0.1/32 trust",
  ];
  Deno.writeTextFileSync(`${data}/pg_hba.conf`, `${hosts.join("\n")}\n`);
  await server.restart();
}

/** Whether a session is encrypted; its fault's code when there is none. */
async function sessionOf(server: DebianServer, role: string, query: string): Promise<unknown> {
  const url = `${server.url.replace("site@", `${role}@`)}?${query}`;
  const sql = connect({ url }, { max: 1 });
  try {
    const [row] = await sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    return row?.["ssl"] ? "encrypted" : "plain";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : String(error);
  } finally {
    await sql.end();
  }
}

type Cases = readonly (readonly [role: string, query: string, expected: string])[];

async function requireAll(server: DebianServer, cases: Cases): Promise<void> {
  for (const [role, query, expected] of cases) {
    assert.equal(await sessionOf(server, role, query), expected, `${role} ${query}`);
  }
}

const refused = "28000"; // no entry of pg_hba.conf fits

Deno.test({
  name: "sslmode means what it means to psql, against a server with TLS",
  ignore: missingTools(...tools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const authority = await makeAuthority(directory.path);
    const stranger = await makeAuthority(directory.path, "stranger");
    await encrypt(server, directory.path, authority, "IP:127.0.0.1");
    const client = await authority.sign("certified", "DNS:certified");
    const trusted = `sslrootcert=${authority.cert}`;
    const untrusted = `sslrootcert=${stranger.cert}`;
    const unknown = "SELF_SIGNED_CERT_IN_CHAIN";
    await requireAll(server, [
      ["site", "sslmode=disable", "plain"],
      ["site", "sslmode=allow", "plain"],
      ["site", "sslmode=prefer", "encrypted"],
      ["site", "", "encrypted"],
      ["site", "sslmode=require", "encrypted"],
      ["tls", "sslmode=disable", refused],
      ["tls", "sslmode=allow", "encrypted"],
      ["plain", "sslmode=prefer", "plain"],
      ["plain", "", "plain"],
      ["plain", "sslmode=require", refused],
      ["site", `sslmode=verify-ca&${trusted}`, "encrypted"],
      ["site", `sslmode=verify-full&${trusted}`, "encrypted"],
      ["site", `sslmode=require&${trusted}`, "encrypted"],
      ["site", `sslmode=require&${untrusted}`, unknown],
      ["site", `sslmode=verify-ca&${untrusted}`, unknown],
      ["site", `sslmode=verify-full&${untrusted}`, unknown],
      ["site", "sslrootcert=system", unknown],
      ["certified", "sslmode=require", refused],
      ["certified", `sslmode=require&sslcert=${client.cert}&sslkey=${client.key}`, "encrypted"],
      ["site", "sslmode=require&ssl_min_protocol_version=TLSv1.3", "encrypted"],
    ]);
  },
});

Deno.test({
  name: "verify-full asks for the server's name, verify-ca does not",
  ignore: missingTools(...tools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const authority = await makeAuthority(directory.path);
    await encrypt(server, directory.path, authority, "DNS:db.example");
    const trusted = `sslrootcert=${authority.cert}`;
    const wrongName = "ERR_TLS_CERT_ALTNAME_INVALID";
    const named = `host=db.example&hostaddr=127.0.0.1&${trusted}`;
    await requireAll(server, [
      ["site", `sslmode=verify-ca&${trusted}`, "encrypted"],
      ["site", `sslmode=verify-full&${trusted}`, wrongName],
      ["site", `sslmode=verify-full&${named}`, "encrypted"],
    ]);
  },
});

Deno.test({
  name: "sslmode means what it means to psql, against a server without TLS",
  ignore: missingTools(...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await requireAll(server, [
      ["site", "", "plain"],
      ["site", "sslmode=allow", "plain"],
      ["site", "sslmode=prefer", "plain"],
      ["site", "sslmode=require", "NO_TLS"],
      ["site", "sslrootcert=system", "NO_TLS"],
    ]);
  },
});
