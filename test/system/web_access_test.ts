import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { debianServer, debianServerTools } from "../support/database/debian_server.ts";
import { plantedFile } from "../support/patients/planted_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";
import { openPages } from "../support/web/open_pages.ts";
import { ask, bearer, logIn, password, tokens, webUrl, writeAccounts } from "../support/web/web.ts";

const ignore = missingTools("psql", ...debianServerTools);
const token = "TOKENXQZ";

/** The statements that docs/web.md tells an administrator to run. */
function documentedGrants(): string {
  const text = Deno.readTextFileSync(new URL("../../docs/web.md", import.meta.url));
  const [, sql = ""] = /```sql\n([\s\S]*?)```/.exec(text) ?? [];
  assert.ok(sql.includes("create role intake_web"));
  return sql;
}

Deno.test({
  name: "with a role that may not read schema identity, no page or answer holds a planted token",
  ignore,
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    const keyFile = `${directory.path}/key`;
    Deno.writeTextFileSync(keyFile, "ab".repeat(32), { mode: 0o600 });
    const given = { DATABASE_URL: server.url, DEID_KEY_FILE: keyFile, SETTLE: "0" };
    const intake = new IntakeUnderTest(directory.path, { ...given, WEB_LISTEN: "127.0.0.1:0" });
    dropFolder(intake.inbox, `${token}-folder`, [
      { name: `${token}.dcm`, bytes: plantedFile(token, 1) },
      { name: `${token}.txt`, bytes: new TextEncoder().encode(token) },
      { name: `${token}-held.dcm`, bytes: plantedFile(token, 2, [[0x00280301, "CS", "YES"]]) },
    ]);
    assert.equal((await intake.run("queue")).code, 0);
    await run("psql", [server.url, "-v", "ON_ERROR_STOP=1", "-qc", documentedGrants()]);
    const role = server.url.replace("site@", "intake_web:a-password-of-your-own@");
    await using serve = intake.start("serve", [], { DATABASE_URL: role });
    const url = await webUrl(serve);
    const { results: [batch] } = JSON.parse((await ask(`${url}/api/batches`)).text);
    const { results: [image] } = JSON.parse((await ask(`${url}/api/images`)).text);
    assert.deepEqual([batch.images, batch.skipped, batch.heldBack], [1, 2, 1]);
    const shown = [];
    const paths = [
      "/",
      "/batches",
      `/batches/${batch.code}`,
      `/batches/${batch.code}/images`,
      `/images/${image.sopInstanceUid}`,
      `/images/${image.sopInstanceUid}/file`,
      "/screening",
      "/settings",
      "/api",
      "/api/openapi.json",
      "/api/series",
      "/metrics",
      `/api/batches/${batch.code}`,
      "/api/metrics/daily",
      "/readyz",
      "/healthz",
      "/nowhere",
    ];
    for (const path of paths) {
      const { status, text } = await ask(`${url}${path}`);
      assert.equal(status, path === "/nowhere" ? 404 : 200, path);
      shown.push(text);
    }
    const named = `${url}/api/batches/${token}-folder`;
    assert.equal((await ask(named)).status, 404, "an address holds no folder's name");
    assert.equal((await ask(`${named}/retry`, { method: "POST" })).status, 404);
    const found = await ask(`${url}/api/batches/find`, {
      method: "POST",
      body: JSON.stringify({ name: `${token}-folder` }),
      headers: { "content-type": "application/json" },
    });
    assert.equal(JSON.parse(found.text).code, batch.code);
    const retried = await ask(`${url}/api/batches/${batch.code}/retry`, { method: "POST" });
    assert.equal(retried.status, 202, retried.text);
    const refused = await run("psql", [role, "-c", "select from identity.patient"])
      .catch((error) => String(error));
    assert.match(refused, /permission denied for schema identity/);
    assert.equal((await serve.stop()).code, 0);
    const log = serve.log.map((line) => JSON.stringify(line));
    assert.doesNotMatch([...shown, found.text, ...log].join("\n"), new RegExp(token, "i"));
  },
});

Deno.test("who is not known is sent to log in, may guess five times, and a reader may only look", async () => {
  using directory = tempDir();
  const users = `${directory.path}/users`;
  await writeAccounts(users);
  const intake = new IntakeUnderTest(directory.path, {
    WEB_LISTEN: "127.0.0.1:0",
    WEB_USERS: users,
  });
  await using serve = intake.start("serve");
  const url = await webUrl(serve);

  for (const path of ["/", "/batches", "/images/2.25.1", "/settings", "/api"]) {
    const { status, headers } = await ask(`${url}${path}`);
    assert.deepEqual([status, headers.get("location")?.split("?")[0]], [302, "/login"], path);
  }
  for (const path of ["/api/batches", "/metrics", "/live/", "/api/openapi.json"]) {
    assert.equal((await ask(`${url}${path}`)).status, 401, path);
    assert.equal((await ask(`${url}${path}`, bearer("di_wrong"))).status, 401, path);
  }
  for (const path of ["/healthz", "/readyz", "/login"]) {
    assert.equal((await ask(`${url}${path}`)).status, 200, path);
  }
  assert.equal((await ask(`${url}/api/batches`, bearer(tokens.reader))).status, 200);
  assert.equal((await ask(`${url}/metrics`, bearer(tokens.reader))).status, 200);

  const noForm = { "content-type": "multipart/form-data; boundary=x" };
  const strange = await ask(`${url}/login`, { method: "POST", body: "no form", headers: noForm });
  assert.equal(strange.status, 401);

  const retry = `${url}/api/batches/B-NONE/retry`;
  const statusOf = async (init: RequestInit): Promise<number> =>
    (await ask(retry, { method: "POST", ...init })).status;
  assert.equal(await statusOf({}), 401);
  assert.equal(await statusOf(bearer(tokens.reader)), 403, "a reader retries nothing");
  assert.equal(await statusOf(bearer(tokens.operator)), 404, "an operator might");

  const cookie = await logIn(url, "alice");
  const page = await ask(`${url}/batches`, { headers: { cookie } });
  assert.match(page.text, /alice, operator/);
  assert.match(
    page.headers.get("content-security-policy") ?? "",
    /default-src 'none'; script-src 'self'/,
  );
  assert.doesNotMatch(page.text, /<script(?![^>]*src=)|\sstyle="|\son\w+="/, "nothing is inline");
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? [];
  assert.equal(await statusOf({ headers: { cookie } }), 403, "a session alone is not enough");
  assert.equal(await statusOf({ headers: { cookie, "x-csrf-token": csrf } }), 404);
  const foreign = { cookie, "x-csrf-token": csrf, "sec-fetch-site": "cross-site" };
  assert.equal(await statusOf({ headers: foreign }), 403, "another site's page cannot");
  const bob = await logIn(url, "bob");
  const asBob = { cookie: bob, "x-csrf-token": csrf };
  assert.equal(await statusOf({ headers: asBob }), 403, "the token of another session");

  const body = new URLSearchParams({ csrf });
  const out = await ask(`${url}/logout`, { method: "POST", body, headers: { cookie } });
  assert.equal(out.status, 303);
  assert.equal((await ask(`${url}/batches`, { headers: { cookie } })).status, 302);

  const attempt = async (name: string, guess: string): Promise<number> => {
    const body = new URLSearchParams({ name, password: guess });
    return (await ask(`${url}/login`, { method: "POST", body })).status;
  };
  for (let guess = 1; guess <= 5; guess++) assert.equal(await attempt("alice", `no ${guess}`), 401);
  assert.equal(await attempt("alice", password), 429, "even the right password is not looked at");
  assert.equal(await attempt("bob", password), 303, "others are not locked out");
});

Deno.test("beyond loopback nothing is served without a password, and loopback answers to its own name", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path);
  for (const address of ["0.0.0.0:0", "[::]:0", "example.org:80"]) {
    const { code, stderr } = await intake.run("serve", "--web-listen", address);
    assert.equal(code, 2, address);
    assert.match(
      stderr,
      /other machines can reach .*WEB_USERS contains no account with a password/,
    );
  }
  Deno.writeTextFileSync(`${directory.path}/empty`, "", { mode: 0o600 });
  const empty = await intake.run("serve", "--web-users", `${directory.path}/empty`);
  assert.match(empty.stderr, /WEB_USERS .*contains no account/);
  await using serve = intake.start("serve", ["--web-listen", "127.0.0.1:0"]);
  const url = new URL(await webUrl(serve));
  const taken = await intake.run("serve", "--web-listen", url.host);
  assert.equal(taken.code, 3);
  assert.match(taken.stderr, /LISTEN/);
  assert.match(await rawStatus(url, "evil.example"), /^HTTP\/1.1 421/);
  assert.match(await rawStatus(url, url.host), /^HTTP\/1.1 200/);
});

Deno.test("pages that are open keep nobody from stopping the program", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { WEB_LISTEN: "127.0.0.1:0" });
  await using serve = intake.start("serve");
  using pages = await openPages(new URL(await webUrl(serve)), 50);
  assert.equal((await serve.stop()).code, 0);
  assert.ok(pages.bytes() > 0);
});

/** The first line of the answer to a request that names a host, which fetch would not let us. */
async function rawStatus({ hostname, port }: URL, host: string): Promise<string> {
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const bytes = new Uint8Array(64);
  await connection.read(bytes);
  return new TextDecoder().decode(bytes);
}
