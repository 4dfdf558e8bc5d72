import { type Option, optionNames, presets } from "../../../src/deidentify/profile/options.ts";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../deidentify/image_tools.ts";
import { tempDir } from "../temp_dir.ts";
import { complaintsIn, dciodvfy } from "./dciodvfy.ts";

/** No option, each option alone, the research preset, and all that can be on together. */
export const optionSets: Readonly<Record<string, readonly Option[]>> = {
  "no option": [],
  ...Object.fromEntries(optionNames.map((name) => [name, [name]])),
  research: presets.research,
  "all options": optionNames.filter((name) => name !== "retainFullDates"),
};

/**
 * The errors that dciodvfy reports of the output and not of its source, for each set of options.
 * Without the gate, which looks for the values of the source: here all texts are alike.
 */
export async function newErrors(
  source: Uint8Array,
  sets: Readonly<Record<string, readonly Option[]>>,
): Promise<string[]> {
  using directory = tempDir();
  const [from, to] = [`${directory.path}/source.dcm`, `${directory.path}/output.dcm`];
  Deno.writeFileSync(from, source);
  const known = new Set(complaintsIn(await dciodvfy(source)).map(({ line }) => line));
  const found: string[] = [];
  for (const [name, options] of Object.entries(sets)) {
    const tools = { ...imageTools(options), gate: undefined };
    const { skipped: [skipped] } = await deidentifyFile(from, to, "B-1", tools);
    if (skipped) throw new Error(`${name}: ${skipped.code}: ${skipped.reason}`);
    const lines = complaintsIn(await dciodvfy(Deno.readFileSync(to))).map(({ line }) => line);
    for (const line of lines) if (!known.has(line)) found.push(`${name}: ${line}`);
    Deno.removeSync(to);
  }
  return found;
}
