import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { tableRows } from "../../support/deidentify/profile_rows.ts";
import { dcmtkTools, makeSamples } from "../../support/dicom/dicom_samples.ts";
import { dumpValues } from "../../support/dicom/dump_values.ts";
import { digests } from "../../support/files/output_tree.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools(...dcmtkTools, "dcmdump", "gdcmdump", "dciodvfy");

/** Written by every de-identification (PS3.15 E.1.1). */
const added = new Set([0x00120062, 0x00120063, 0x00120064, 0x00280303]);
const inTable = new Set(tableRows.map(({ tag }) => tag));

/**
 * By the reference of the table, not by the code: neither the element nor what holds it is named.
 */
function isUntouched(tags: readonly number[]): boolean {
  return tags.every((tag) =>
    !inTable.has(tag) && !added.has(tag) && (tag & 0x10000) === 0 && (tag & 0xffff) !== 0
  );
}

async function eachOutput(
  check: (sample: string, input: string, output: string, directory: string) => Promise<void>,
): Promise<void> {
  using directory = tempDir();
  const samples = await makeSamples(directory.path);
  for (const [name, input] of Object.entries(samples)) {
    const output = `${directory.path}/${name}-output.dcm`;
    const { skipped } = await deidentifyFile(input, output, "B-1", imageTools());
    assert.deepEqual(skipped, [], name);
    await check(name, input, output, directory.path);
  }
}

/** What a program complains about, without the lines' own times and names of files. */
async function complaints(program: string, args: readonly string[]): Promise<string[]> {
  const command = new Deno.Command(program, { args: [...args], stdin: "null" });
  const { stdout, stderr } = await command.output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder("latin1").decode(bytes)).join("\n");
  return text.split("\n").filter((line) => /^(W:|E:|F:|Error|Warning)/i.test(line));
}

/** The image as pixels: GDCM decodes what dcmtk cannot. */
async function picture(name: string, path: string, to: string): Promise<Uint8Array> {
  const isForGDCM = name === "jpeg2000" || name === "jpegLS";
  const decoded = isForGDCM ? `${to}.raw.dcm` : path;
  if (isForGDCM) await run("gdcmconv", ["--raw", path, decoded]);
  await run("dcmj2pnm", ["+Wm", decoded, `${to}.pgm`]);
  return Deno.readFileSync(`${to}.pgm`);
}

Deno.test({
  name: "what no row of the table names is in the output as dcmdump shows it in the source",
  ignore,
  async fn() {
    await eachOutput(async (name, input, output) => {
      const untouched = async (path: string): Promise<string[]> =>
        (await dumpValues(path)).filter(({ tags }) => isUntouched(tags)).map(({ line }) => line);
      const before = await untouched(input);
      assert.deepEqual(await untouched(output), before, name);
      assert.ok(before.length >= 10, `${name} has ${before.length} elements to compare`);
    });
  },
});

/** SHA-256 of every file of a directory; what an encoder says of itself is cleared in outputs. */
function digestsWithoutEncoder(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort().map((name) => {
    const text = Buffer.from(Deno.readFileSync(`${directory}/${name}`)).toString("latin1");
    const cleared = text.replace(
      /Created by GDCM\/OpenJPEG [ -~]+/,
      (said) => "\0".repeat(said.length),
    );
    return createHash("sha256").update(cleared, "latin1").digest("hex");
  });
}

Deno.test({
  name: "pixel data leave byte for byte, in every transfer syntax",
  ignore,
  async fn() {
    await eachOutput(async (name, input, output, directory) => {
      const [before, after] = [`${directory}/${name}-before`, `${directory}/${name}-after`];
      for (const [path, to] of [[input, before], [output, after]] as const) {
        Deno.mkdirSync(to);
        await run("dcmdump", ["-q", "+W", to, path]);
      }
      const written = digestsWithoutEncoder(before);
      assert.ok(written.length > 0, name);
      assert.deepEqual(Object.values(await digests(after)), written, name);
    });
  },
});

Deno.test({
  name:
    "dcmdump, gdcmdump, dcmj2pnm and dciodvfy find nothing in an output that the source had not",
  ignore,
  async fn() {
    const programs: readonly (readonly string[])[] = [["dcmdump"], ["gdcmdump"], ["dciodvfy"]];
    await eachOutput(async (name, input, output, directory) => {
      for (const [program = "", ...args] of programs) {
        const known = new Set(await complaints(program, [...args, input]));
        const fresh = (await complaints(program, [...args, output])).filter((one) =>
          !known.has(one)
        );
        assert.deepEqual(fresh, [], `${program} ${name}`);
      }
      const [before, after] = await Promise.all(
        [input, output].map((path, at) => picture(name, path, `${directory}/${name}-${at}`)),
      );
      assert.deepEqual(after, before, `the picture of ${name}`);
    });
  },
});
