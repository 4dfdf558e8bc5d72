import assert from "node:assert/strict";
import { AccountUses } from "../../../src/web/security/account_uses.ts";

Deno.test("a use is recorded once a minute for each account", async () => {
  const recorded: string[] = [];
  let now = 0;
  const uses = new AccountUses(
    ({ kind, name }) => Promise.resolve(void recorded.push(`${kind} ${name}`)),
    (error) => assert.fail(String(error)),
    () => now,
  );
  for (; now <= 120_000; now += 1000) {
    await uses.add({ kind: "user", name: "alice" });
    if (now < 60_000) await uses.add({ kind: "token", name: "alice" });
  }
  assert.deepEqual(recorded, ["user alice", "token alice", "user alice", "user alice"]);
});

Deno.test("a use that cannot be recorded does not prevent requests, and is reported once", async () => {
  let [now, faults] = [0, 0];
  const refuse = (): Promise<void> => Promise.reject(new Error("no right"));
  const uses = new AccountUses(refuse, () => faults++, () => now);
  for (; now < 300_000; now += 30_000) await uses.add({ kind: "user", name: "alice" });
  assert.equal(faults, 1);
});
