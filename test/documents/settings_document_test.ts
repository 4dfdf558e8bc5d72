import assert from "node:assert/strict";
import { settingsDocument } from "../../scripts/make_settings_document.ts";
import { groups } from "../../scripts/setting_groups.ts";
import { optionsOf } from "../../src/cli/command_line.ts";
import { settingsSchema } from "../../src/cli/settings.ts";

const written = Deno.readTextFileSync(new URL("../../docs/settings.md", import.meta.url));
const options = optionsOf(settingsSchema.shape);

/** The text without what `deno fmt` changes: line breaks and the widths of columns. */
const unformatted = (text: string): string =>
  text.replaceAll(/-{3,}/g, "---").replaceAll(/\s+/g, " ").trim();

Deno.test("docs/settings.md is what its script makes from the schema", () => {
  assert.equal(unformatted(written), unformatted(settingsDocument()));
});

Deno.test("docs/settings.md has one row for every setting, with an example that is valid", () => {
  const described = groups.flatMap(({ examples }) => Object.entries(examples));
  assert.deepEqual(
    described.map(([name]) => name).toSorted(),
    options.map(({ key }) => key).toSorted(),
  );
  for (const [name, example] of described) {
    const option = options.find(({ key }) => key === name);
    assert.ok(option?.schema.safeParse(example).success, `${name}: ${example}`);
  }
});

Deno.test("docs/settings.md says each setting's default", () => {
  for (const { meta, schema } of options) {
    const row = new RegExp(`^\\| \`${meta.env}\`[^|]*\\|[^|]*\\|([^|]*)\\|`, "m").exec(written);
    assert.ok(row, meta.env);
    const usual = schema.safeParse(undefined);
    if (!usual.success || !["boolean", "string"].includes(typeof usual.data)) continue;
    assert.ok(row[1]?.includes(`\`${usual.data}\``), `${meta.env}: ${usual.data}`);
  }
});
