import assert from "node:assert/strict";
import {
  accountOfToken,
  AccountsError,
  hashPassword,
  parseAccounts,
  verifyPassword,
} from "../../../src/web/security/accounts.ts";
import { Sessions } from "../../../src/web/security/sessions.ts";
import { tempDir } from "../../support/temp_dir.ts";

const little = { logN: 10, r: 8, p: 1 };

/** Runs `web-user` as an administrator does in a script. */
async function webUser(file: string, args: readonly string[], typed = "") {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "main.ts", "web-user", "--web-users", file, ...args],
    cwd: new URL("../../..", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${typed}\n`));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  return {
    code,
    stdout: new TextDecoder().decode(stdout),
    stderr: new TextDecoder().decode(stderr),
  };
}

Deno.test("web-user makes, changes and removes accounts and tokens in a file of mode 0600", async () => {
  using directory = tempDir();
  const file = `${directory.path}/users`;
  const made = await webUser(file, ["alice", "--role", "operator"], "correct horse battery");
  assert.equal(made.code, 0, made.stderr);
  const token = (await webUser(file, ["prometheus", "--token"])).stdout.trim();
  assert.match(token, /^di_[\w-]{43}$/);
  const text = Deno.readTextFileSync(file);
  assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
  assert.doesNotMatch(text, /horse/);
  assert.equal(text.includes(token), false);
  const accounts = parseAccounts(text);
  assert.deepEqual(accounts.map(({ kind, name, role }) => [kind, name, role]), [
    ["user", "alice", "operator"],
    ["token", "prometheus", "reader"],
  ]);
  assert.equal(await verifyPassword("correct horse battery", accounts[0]?.hash ?? ""), true);
  assert.equal(accountOfToken(accounts, token)?.name, "prometheus");
  assert.equal(accountOfToken(accounts, `${token}x`), undefined);

  const short = await webUser(file, ["bob"], "too short");
  assert.equal(short.code, 2);
  assert.match(short.stderr, /fewer than 12 characters/);
  assert.match((await webUser(file, ["alice", "--remove"])).stdout, /was removed/);
  assert.equal(Deno.readTextFileSync(file), `${text.split("\n")[1]}\n`);
});

Deno.test("a password is known by its hash, whichever way its letters are composed", async () => {
  const hashed = await hashPassword("Zürich und Genf", little);
  assert.match(hashed, /^scrypt\$ln=10,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(await verifyPassword("Zürich und Genf".normalize("NFD"), hashed), true);
  assert.equal(await verifyPassword("Zurich und Genf", hashed), false);
  assert.notEqual(hashed, await hashPassword("Zürich und Genf", little), "each has its own salt");
});

Deno.test("a line that is not understood is named, and never shown", () => {
  const hash = `scrypt$ln=17,r=8,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;
  const faulty = {
    "admin alice operator x": /does not begin with user or token/,
    [`user al/ice operator ${hash}`]: /has a name with other characters/,
    [`user alice root ${hash}`]: /role/,
    "user alice operator hunter2": /no hash/,
    [`token alice reader ${hash}`]: /no hash/,
    [`user alice reader ${hash} more`]: /no hash/,
  };
  for (const [line, message] of Object.entries(faulty)) {
    const thrown = (error: unknown): boolean =>
      error instanceof AccountsError && error.line === 3 && message.test(error.message);
    assert.throws(() => parseAccounts(`# accounts\n\n${line}\n`), thrown, line);
  }
  assert.equal(parseAccounts(`\n# none\nuser alice reader ${hash}\r\n`).length, 1);
});

Deno.test("a session ends an hour after its last use, twelve hours after it began, or by logging out", () => {
  const hour = 3_600_000;
  let now = 0;
  const sessions = new Sessions(() => now);
  const alice = { name: "alice", role: "operator" } as const;
  const id = sessions.open(alice);
  for (now = 0; now <= 12 * hour; now += hour / 2) assert.equal(sessions.find(id)?.name, "alice");
  assert.equal(sessions.find(id), undefined, "used all the time, and over after twelve hours");
  const idle = sessions.open(alice);
  now += hour + 1;
  assert.equal(sessions.find(idle), undefined);
  const closed = sessions.open(alice);
  sessions.close(closed);
  assert.equal(sessions.find(closed), undefined);
  const first = sessions.open(alice);
  for (let more = 0; more < 1000; more++) sessions.open(alice);
  assert.equal(sessions.find(first), undefined, "a thousand newer ones are open");
  assert.notEqual(sessions.csrfToken("a"), sessions.csrfToken("b"));
});
