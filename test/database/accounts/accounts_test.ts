import assert from "node:assert/strict";
import { listAccountUses, recordAccountUse } from "../../../src/database/accounts/account_uses.ts";
import {
  listSavedFilters,
  removeFilter,
  saveFilter,
} from "../../../src/database/accounts/saved_filters.ts";
import { withDatabase } from "../../support/database/test_database.ts";

Deno.test("the last use of an account and of a token of the same name are told apart", () =>
  withDatabase(async (sql) => {
    await recordAccountUse(sql, { kind: "user", name: "alice" });
    await sql`update account_use set used_at = '2026-01-02T03:04:05Z'`;
    await recordAccountUse(sql, { kind: "token", name: "alice" });
    const uses = await listAccountUses(sql);
    assert.deepEqual(uses.map(({ kind }) => kind).toSorted(), ["token", "user"]);
    assert.equal(uses.find(({ kind }) => kind === "user")?.usedAt, "2026-01-02T03:04:05.000Z");
    await recordAccountUse(sql, { kind: "user", name: "alice" });
    const user = (await listAccountUses(sql)).find(({ kind }) => kind === "user");
    assert.notEqual(user?.usedAt, "2026-01-02T03:04:05.000Z");
  }));

Deno.test("each account has its own saved filters, at most 50, which it can replace and remove", () =>
  withDatabase(async (sql) => {
    for (let at = 1; at <= 50; at++) {
      assert.equal(await saveFilter(sql, "alice", { name: `f${at}`, query: "status=DONE" }), true);
    }
    assert.equal(await saveFilter(sql, "alice", { name: "more", query: "status=DONE" }), false);
    assert.equal(await saveFilter(sql, "alice", { name: "f1", query: "status=ERROR" }), true);
    assert.equal(await saveFilter(sql, "bob", { name: "f1", query: "status=NEW" }), true);
    const filters = await listSavedFilters(sql, "alice");
    assert.equal(filters.length, 50);
    assert.equal(filters.find(({ name }) => name === "f1")?.query, "status=ERROR");
    await removeFilter(sql, "alice", "f1");
    assert.equal((await listSavedFilters(sql, "alice")).length, 49);
    assert.deepEqual(await listSavedFilters(sql, "bob"), [{ name: "f1", query: "status=NEW" }]);
  }));
