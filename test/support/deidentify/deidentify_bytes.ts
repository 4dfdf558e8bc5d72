import assert from "node:assert/strict";
import type { Option } from "../../../src/deidentify/profile/options.ts";
import type { Header } from "../../../src/dicom/read/header.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { tempDir } from "../temp_dir.ts";
import { run } from "../tools.ts";
import { imageTools } from "./image_tools.ts";

/** What became of a file of these bytes. */
export interface Deidentified {
  /** The code it was skipped with; undefined when it was written. */
  readonly code: string | undefined;
  readonly reason: string;
  readonly bytes: Uint8Array;
}

/** De-identifies a file of these bytes with the gate, and returns the output's. */
export async function deidentifyBytes(
  bytes: Uint8Array,
  options?: readonly Option[],
): Promise<Deidentified> {
  using directory = tempDir();
  const [source, output] = [`${directory.path}/x`, `${directory.path}/output.dcm`];
  Deno.writeFileSync(source, bytes);
  const { skipped: [skipped] } = await deidentifyFile(source, output, "B-1", imageTools(options));
  return {
    code: skipped?.code,
    reason: skipped?.reason ?? "",
    bytes: skipped ? new Uint8Array(0) : Deno.readFileSync(output),
  };
}

/** Like {@link deidentifyBytes}, of a file that must be written. */
export async function outputOf(
  bytes: Uint8Array,
  options?: readonly Option[],
): Promise<Uint8Array> {
  const { code, reason, bytes: output } = await deidentifyBytes(bytes, options);
  assert.equal(code, undefined, reason);
  return output;
}

/** The header of a file of these bytes; throws SkippedFileError. */
export function headerOf(bytes: Uint8Array): Header {
  using directory = tempDir();
  Deno.writeFileSync(`${directory.path}/x`, bytes);
  using file = Deno.openSync(`${directory.path}/x`);
  return readHeader(file);
}

/** An output as dcmdump shows it. Throws when dcmdump or gdcmdump complain about it. */
export async function dumped(output: Uint8Array): Promise<string> {
  using directory = tempDir();
  const path = `${directory.path}/x`;
  Deno.writeFileSync(path, output);
  const complaints = /^(W:|E:|F:|Error|Warning)/im;
  assert.doesNotMatch(await run("gdcmdump", [path]), complaints);
  const dump = await run("dcmdump", ["+L", "+R", "1048576", path]);
  assert.doesNotMatch(dump, complaints);
  return dump;
}
