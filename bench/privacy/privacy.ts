import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { filesBelow } from "../../test/support/files/output_tree.ts";
import type { AskedImage } from "./ask_image.ts";
import { learnWords } from "./learn_words.ts";
import type { Program } from "./program.ts";
import { dicomIntake } from "./programs/dicom_intake.ts";
import { gdcmanonModes } from "./programs/gdcmanon.ts";
import { orthancModes } from "./programs/orthanc.ts";
import { pydicomScripts } from "./programs/pydicom.ts";
import { readDelivered } from "./read_delivered.ts";
import { report, type Result } from "./report.ts";
import { type Score, score } from "./score.ts";
import { writeCorpus } from "./write_corpus.ts";

/**
 * `deno task bench:privacy` creates synthetic images, has several programs de-identify them, and
 * scores the output as MIDI-B does. README.md describes the checks, docs/privacy.md the results.
 */

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "20261128" },
    patients: { type: "string", default: "40" },
    half: { type: "string" },
    only: { type: "string", default: "" },
    vocabulary: { type: "string", ...setting("VOCABULARY") },
    learn: { type: "string" },
    misses: { type: "string" },
    keep: { type: "string" },
  },
});

function setting(name: string): { default?: string } {
  const value = Deno.env.get(name);
  return value ? { default: value } : {};
}

async function resultOf(
  program: Program,
  directory: string,
  asked: readonly AskedImage[],
): Promise<Result> {
  const { name } = program;
  const missing = program.missing?.();
  if (missing !== undefined) return { name, score: { missing } };
  say(`${name} …`);
  const destination = `${directory}/${name.replace(/\W+/g, "-")}`;
  await program.run(`${directory}/corpus`, destination);
  const delivered = filesBelow(destination).flatMap((path) => {
    const file = readDelivered(path, Deno.readFileSync(`${destination}/${path}`));
    return file ? [file] : [];
  });
  return { name, score: score(asked, delivered) };
}

function say(text: string): void {
  // deno-lint-ignore no-console
  console.error(text);
}

/** Writes the failed checks of all programs as lines of JSON, for analysis. */
function writeMisses(path: string, results: readonly Result[]): void {
  const isScored = (result: Result): result is { name: string; score: Score } =>
    !("missing" in result.score);
  const lines = results.filter(isScored).flatMap(({ name, score: { misses, strays } }) => [
    ...misses.map((miss) => JSON.stringify({ program: name, ...miss })),
    ...strays.map((stray) => JSON.stringify({ program: name, stray })),
  ]);
  Deno.writeTextFileSync(path, `${lines.join("\n")}\n`);
}

function readHalf(text: string | undefined): "a" | "b" | undefined {
  if (text === undefined || text === "a" || text === "b") return text;
  say("--half takes a or b");
  Deno.exit(2);
}

/**
 * Creates a vocabulary from the first half of the patients, with which the second half is scored.
 */
async function learn(path: string, directory: string): Promise<void> {
  const folder = `${directory}/learned`;
  const asked = writeCorpus(folder, { ...request, half: "a" });
  const { listed, accepted } = await learnWords(folder, asked, path);
  say(`${asked.length} images to learn from: ${listed} unknown words, ${accepted} accepted`);
}

const half = options.learn === undefined ? readHalf(options.half) : "b";
const vocabulary = options.learn ?? options.vocabulary;
const request = { seed: Number(options.seed), patients: Number(options.patients), half };
const directory = options.keep ?? Deno.makeTempDirSync({ prefix: "dicom-intake-privacy-" });
try {
  if (options.learn !== undefined) await learn(options.learn, directory);
  const asked = writeCorpus(`${directory}/corpus`, request);
  say(
    `${asked.length} images, ${asked.reduce((sum, { checks }) => sum + checks.length, 0)} checks`,
  );
  const programs = [
    ...dicomIntake(vocabulary && resolve(vocabulary)),
    ...pydicomScripts,
    ...gdcmanonModes,
    ...orthancModes,
  ].filter(({ name }) => new RegExp(options.only).test(name));
  const results: Result[] = [];
  for (const program of programs) results.push(await resultOf(program, directory, asked));
  if (options.misses) writeMisses(options.misses, results);
  // deno-lint-ignore no-console
  console.log(report(results, asked.length));
} finally {
  if (options.keep === undefined) Deno.removeSync(directory, { recursive: true });
}
