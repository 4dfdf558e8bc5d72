import assert from "node:assert/strict";
import { shownSettings } from "../../src/app/web_ports.ts";
import { optionsOf } from "../../src/cli/command_line.ts";
import { readableValue } from "../../src/cli/readable_value.ts";
import { settingsSchema } from "../../src/cli/settings.ts";

const meta = (value: string) => ({ env: "X", flag: "x", help: "", value });

Deno.test("times and sizes have units in which they are whole numbers", () => {
  const seconds = [0, 2, 30, 60, 90, 3600, 86_400, 0.5];
  assert.deepEqual(seconds.map((value) => readableValue(value, meta("seconds"))), [
    "0 s",
    "2 s",
    "30 s",
    "1 min",
    "90 s",
    "1 h",
    "1 d",
    "0.5 s",
  ]);
  const sizes = [0, 500, 1e9, 1.5e9, 50e9, 2e12, 1234];
  assert.deepEqual(sizes.map((value) => readableValue(value, meta("size"))), [
    "0 B",
    "500 B",
    "1 GB",
    "1500 MB",
    "50 GB",
    "2 TB",
    "1234 B",
  ]);
  assert.equal(readableValue(4, meta("n")), "4");
  assert.equal(readableValue(undefined, meta("dir")), "");
});

Deno.test("every setting on the page belongs to a group, and none shows a bare number of bytes", () => {
  const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse({});
  const names = Object.keys(settingsSchema.shape);
  const settings = Object.fromEntries(names.map((name) => [name, defaults[name]]));
  const shown = shownSettings(settings, new Set(), () => undefined);
  assert.equal(shown.length, optionsOf(settingsSchema.shape).length);
  assert.deepEqual(shown.filter(({ group }) => group === ""), []);
  assert.deepEqual(shown.filter(({ value }) => /\d{5}/.test(value) && !value.includes(":")), []);
});
