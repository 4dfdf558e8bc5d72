import assert from "node:assert/strict";
import { createApp } from "../../src/web/app.tsx";
import { withDatabase } from "../support/database/test_database.ts";
import { portsOf } from "../support/web/web_ports.ts";

Deno.test("a body that is not JSON is refused, and no fault of the program", async () => {
  await withDatabase(async (sql) => {
    using app = createApp(portsOf(sql), (error) => assert.fail(String(error)));
    for (const body of ["", "{", "[".repeat(16_000), '{"name":', "\xff"]) {
      const headers = { host: "localhost", "content-type": "application/json" };
      const request = new Request("http://localhost/api/batches/find", {
        method: "POST",
        body,
        headers,
      });
      const response = await app.fetch(request, {});
      assert.equal(response.status, 400, body.slice(0, 20));
      assert.equal(typeof (await response.json()).detail, "string");
      assert.equal(response.headers.get("content-type"), "application/problem+json");
    }
  });
});
