import assert from "node:assert/strict";
import type { Costs } from "../support/deidentify/process_file.ts";
import { costlyFiles, mostBytes } from "../support/dicom/costly_files.ts";
import { figure } from "../support/figures.ts";
import { tempDir } from "../support/temp_dir.ts";

/** On a machine with nothing else to do it is 5; others may share its caches and cores. */
const mostCPUSeconds = 12;
const mostMegabytes = 500;
/** Of these nothing is wrong but that there is much of it. */
const harmless = [
  "300,000 items",
  "300,000 items of nothing",
  "30,000 private creators",
  "500,000 private elements",
  "a text of spaces",
  "texts of many escapes",
  "90 MB of zeros, deflated",
  "75 MB of short words, deflated",
  "a text of digits",
];
const script = new URL("../support/deidentify/process_file.ts", import.meta.url).pathname;

async function costsOf(bytes: Uint8Array): Promise<Costs> {
  using directory = tempDir();
  Deno.mkdirSync(`${directory.path}/ST-1`);
  Deno.writeFileSync(`${directory.path}/ST-1/x`, bytes);
  const places = [`${directory.path}/ST-1`, `${directory.path}/staged`];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", script, ...places],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr).slice(0, 500));
  return JSON.parse(new TextDecoder().decode(stdout));
}

for (const [name, make] of Object.entries(costlyFiles)) {
  Deno.test(`a file with ${name} takes bounded time and memory`, async () => {
    const bytes = make();
    assert.ok(bytes.length <= mostBytes, `${bytes.length}`);
    const { cpuSeconds, peakMegabytes, outcome } = await costsOf(bytes);
    assert.ok(cpuSeconds < mostCPUSeconds, `${cpuSeconds} s`);
    assert.ok(peakMegabytes < mostMegabytes, `${peakMegabytes} MB`);
    assert.match(outcome, harmless.includes(name) ? /^image$/ : /^(image|TOO_COMPLEX|MALFORMED)$/);
    figure("files of 10 MB that cost far more than their size", 1);
  });
}
