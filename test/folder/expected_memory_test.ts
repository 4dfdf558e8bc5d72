import assert from "node:assert/strict";
import { readExpected } from "../../src/folder/read_expected.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A file of a header's usual size may need 500 MB; the process itself needs about 100. */
const mostMegabytes = 500;
const length = 10_000_000;

/** Lists of ten megabytes that need far more memory than their length. */
const lists: Readonly<Record<string, string>> = {
  "nested deeply": `{"files":1,"list":[${"[".repeat(length / 2)}${"]".repeat(length / 2)}]}`,
  "of empty objects": `{"files":1,"list":[${"{},".repeat(length / 3)}{}]}`,
  "of empty arrays": `{"files":1,"list":[${"[],".repeat(length / 3)}[]]}`,
};

const script = `
  import { readExpected } from ${
  JSON.stringify(import.meta.resolve("../../src/folder/read_expected.ts"))
};
  try { readExpected(Deno.args[0]); } catch (error) { console.log(error.code); }
  console.log(/^VmHWM:\\s+(\\d+)/m.exec(Deno.readTextFileSync("/proc/self/status"))[1]);
`;

for (const [what, text] of Object.entries(lists)) {
  Deno.test(`an .expected.json ${what} takes bounded memory`, async () => {
    using directory = tempDir();
    Deno.mkdirSync(`${directory.path}/ST-1`);
    Deno.writeTextFileSync(`${directory.path}/ST-1/.expected.json`, text);
    Deno.writeTextFileSync(`${directory.path}/read.ts`, script);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--allow-all",
        "--no-check",
        "--config",
        new URL("../../deno.json", import.meta.url).pathname,
        `${directory.path}/read.ts`,
        `${directory.path}/ST-1`,
      ],
    }).output();
    const [code, kilobytes] = new TextDecoder().decode(stdout).split("\n");
    assert.equal(code, "INCOMPLETE", new TextDecoder().decode(stderr).slice(0, 500));
    assert.ok(Number(kilobytes) / 1000 < mostMegabytes, `${Number(kilobytes) / 1000} MB`);
  });
}

Deno.test("brackets in names of files are no nesting", () => {
  using directory = tempDir();
  const path = `a"\\${"[{".repeat(50)}`;
  const expected = { files: 1, list: [{ path, bytes: 2 }, { SOPInstanceUID: "1.2" }] };
  Deno.writeTextFileSync(`${directory.path}/.expected.json`, JSON.stringify(expected, null, 2));
  assert.deepEqual(readExpected(directory.path), expected);
});
