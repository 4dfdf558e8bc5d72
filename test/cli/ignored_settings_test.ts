import assert from "node:assert/strict";
import { ignoredSettings } from "../../src/cli/intake_settings.ts";

Deno.test("a setting that no longer exists is reported if it is set", () => {
  const events = ignoredSettings((name) => name === "DELIVERY_PATIENCE" ? "60" : undefined);
  assert.deepEqual(events.map(({ name, level }) => [name, level]), [["setting.ignored", "warn"]]);
  assert.deepEqual(ignoredSettings(() => undefined), []);
});
