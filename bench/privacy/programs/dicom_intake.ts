import { fileURLToPath } from "node:url";
import type { Program } from "../program.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const recipe = fileURLToPath(new URL("site.dicom", import.meta.url));

/** The options that keep the most for research (PS3.15 E.3), except full dates and institutions. */
export const researchOptions = {
  CLEAN_DESCRIPTORS: "true",
  CLEAN_STRUCTURED_CONTENT: "true",
  RETAIN_DEVICE_IDENTITY: "true",
  RETAIN_PATIENT_CHARACTERISTICS: "true",
  RETAIN_SAFE_PRIVATE: "true",
};

/**
 * This program with its defaults; with options for research; with these it also redacts the text
 * that it finds in pixels; and with a site's recipe and words.
 */
export function dicomIntake(vocabulary: string | undefined): Program[] {
  const variants: [name: string, settings: Readonly<Record<string, string>>][] = [
    ["dicom-intake, defaults", {}],
    ["dicom-intake, for research", researchOptions],
    ["dicom-intake, for research, text redacted", { ...researchOptions, TEXT_ACTION: "redact" }],
    ["dicom-intake, for research, with a recipe", { ...researchOptions, RECIPE: recipe }],
  ];
  if (vocabulary !== undefined) {
    const settings = { ...researchOptions, RECIPE: recipe, VOCABULARY: vocabulary };
    variants.push(["dicom-intake, for research, with a recipe and site words", settings]);
  }
  return variants.map(([name, settings]) => ({
    name,
    run: (source, destination) => deidentify(source, destination, settings),
  }));
}

async function deidentify(
  source: string,
  destination: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const args = ["run", "--quiet", "--no-prompt", "--allow-all", `${root}main.ts`];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "deidentify", source, destination],
    env: { ...settings, STATE_DIR: `${destination}.state` },
    stdin: "null",
    stdout: "null",
  }).output();
  // exit code 1: some files were held back
  if (code > 1) throw new Error(new TextDecoder().decode(stderr));
}
