import assert from "node:assert/strict";
import { addressOf, placeOf } from "../../../src/database/connect/address.ts";
import { tempDir } from "../../support/temp_dir.ts";

type Env = Readonly<Record<string, string>>;

function read(url: string, env: Env = {}) {
  return addressOf({ url }, (name) => ({ HOME: "/nowhere", ...env })[name]);
}

/** Host, port, role, password, database. */
function parts(url: string, env: Env = {}): unknown[] {
  const { hosts, user, database } = read(url, env);
  return [hosts.map(({ host, port }) => `${host} ${port}`), user, hosts[0]?.password, database];
}

Deno.test("a URI is read as libpq reads it", () => {
  const cases: readonly [string, unknown[]][] = [
    ["postgres://u:p@db.example:6543/cat", [["db.example 6543"], "u", "p", "cat"]],
    ["postgresql://u@db.example", [["db.example 5432"], "u", undefined, "u"]],
    ["postgres://u@[2001:db8::1]:6000/c", [["2001:db8::1 6000"], "u", undefined, "c"]],
    ["postgres://u@a:1,b:2,c/d", [["a 1", "b 2", "c 5432"], "u", undefined, "d"]],
    ["postgres://u@a,b/d?port=7", [["a 7", "b 7"], "u", undefined, "d"]],
    ["postgres://u@%2Frun%2Fpg/d", [["/run/pg 5432"], "u", undefined, "d"]],
    ["postgres:///d?host=/run/pg&port=7&user=u", [["/run/pg 7"], "u", undefined, "d"]],
    ["postgres://M%C3%BCller%40x:p%3A%2F@h/%C3%A4%20b", [["h 5432"], "Müller@x", "p:/", "ä b"]],
    ["postgres://u:a:b@h/d", [["h 5432"], "u", "a:b", "d"]],
  ];
  for (const [url, expected] of cases) assert.deepEqual(parts(url), expected, url);
});

Deno.test("keyword=value pairs are read as libpq reads them", () => {
  assert.deepEqual(
    parts(String.raw`host=db port = 6543 user='the role' password='it\'s' dbname=a\ b`),
    [["db 6543"], "the role", "it's", "a b"],
  );
  assert.deepEqual(
    parts("host=a,b hostaddr=10.0.0.1,10.0.0.2 user=u dbname=d"),
    [["a 5432", "b 5432"], "u", undefined, "d"],
  );
});

Deno.test("the environment fills in what the address leaves open, and nothing else", () => {
  const env = { PGHOST: "h", PGPORT: "7", PGUSER: "u", PGPASSWORD: "p", PGDATABASE: "d" };
  assert.deepEqual(parts("postgres://", env), [["h 7"], "u", "p", "d"]);
  assert.deepEqual(parts("postgres://x:y@z:1/w", env), [["z 1"], "x", "y", "w"]);
  const given = read("postgres://u@h/d", { PGSSLMODE: "disable", PGOPTIONS: "-cwork_mem=1MB" });
  assert.deepEqual(given.encryption.attempts, ["none"]);
  assert.deepEqual(given.startup, { application_name: "dicom-intake", options: "-cwork_mem=1MB" });
});

Deno.test("what the server is told, whom to look for, and how long", () => {
  const url = "postgres://u@a,b/d?options=-csearch_path%3Dintake&application_name=ct" +
    "&target_session_attrs=read-write&connect_timeout=3";
  const { startup, target, connectTimeoutMs } = read(url);
  assert.deepEqual(startup, { application_name: "ct", options: "-csearch_path=intake" });
  assert.deepEqual([target, connectTimeoutMs], ["read-write", 3000]);
  assert.equal(read("postgres://u@a/d?connect_timeout=0").connectTimeoutMs, 0);
  assert.equal(
    read("postgres://u@a/d?fallback_application_name=x").startup["application_name"],
    "x",
  );
  assert.equal(placeOf(read("postgres://u:secret@a:1,b/d")), "a:1,b:5432/d");
});

Deno.test("sslmode decides what is tried at a host, in which order", () => {
  const attempts = (query: string): unknown =>
    read(`postgres://u@h/d?${query}`).encryption.attempts;
  assert.deepEqual(attempts(""), ["offer", "none"]);
  assert.deepEqual(attempts("sslmode=disable"), ["none"]);
  assert.deepEqual(attempts("sslmode=allow"), ["none", "require"]);
  assert.deepEqual(attempts("sslmode=prefer"), ["offer", "none"]);
  assert.deepEqual(attempts("sslmode=require"), ["require"]);
  assert.deepEqual(attempts("ssl=true"), ["require"]);
  assert.deepEqual(attempts("sslrootcert=system"), ["require"]);
});

Deno.test("an address that is not understood is refused without being repeated", () => {
  const wrong = [
    "postgres://u:hunter2@h:x/d",
    "postgres://u:hunter2@h/d?sslmode=maybe",
    "postgres://u:hunter2@h/d?pasword=x",
    "postgres://u:hunter2@h/%zz",
    "postgres://u:hunter2@h/d?target_session_attrs=boss",
    "password=hunter2 host='h",
    "postgres://u:hunter2@h/d?sslmode=verify-ca",
    "postgres://u:hunter2@h/d?gssencmode=require",
    "postgres://u:hunter2@h/d?sslcert=/nowhere/c",
    "postgres://u:hunter2@a,b/d?port=1,2,3",
    "postgres://u:hunter2@h/d?connect_timeout=soon",
    "postgres://u:hunter2@h/d?sslmode",
  ];
  for (const url of wrong) {
    assert.throws(() => read(url), (error: Error & { code?: string }) => {
      assert.equal(error.code, "SETTINGS", url);
      assert.ok(!Deno.inspect(error).includes("hunter2"), url);
      return true;
    });
  }
});

Deno.test("a password comes from a password file that others cannot read", () => {
  using directory = tempDir();
  const file = `${directory.path}/pass`;
  const lines = ["# ours", "h:5432:other:u:no", String.raw`h:*:d:u\:x:a\:b\\c`, "*:*:*:u:any"];
  Deno.writeTextFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  const password = (url: string): unknown => read(url, { PGPASSFILE: file }).hosts[0]?.password;
  assert.equal(password("postgres://u%3Ax@h/d"), String.raw`a:b\c`);
  assert.equal(password("postgres://u@elsewhere/d"), "any");
  assert.equal(password("postgres://nobody@h/d"), undefined);
  assert.equal(password("postgres://u:given@h/d"), "given");
  Deno.chmodSync(file, 0o644);
  assert.equal(password("postgres://u@elsewhere/d"), undefined);
});
