import type { Picture } from "./picture.ts";
import { tileOf, type Trained } from "./scale_picture.ts";
import { openTextModel, type TextPaths } from "./text_model.ts";

/** A character that was read, and its probability. */
export interface ReadCharacter {
  readonly character: string;
  readonly probability: number;
}

/** Reads single lines of text. It must not be called again before the earlier call has ended. */
export interface TextReader extends AsyncDisposable {
  /** The characters of a picture of one line, from left to right. They can be patient data. */
  read(line: Picture): Promise<ReadCharacter[]>;
}

/** Loads the reader for this thread. Rejects if its files cannot be read. */
export async function openTextReader(paths: TextPaths): Promise<TextReader> {
  const model = await openTextModel(paths.runtime, paths.recognition);
  const characters = charactersOf(Deno.readTextFileSync(paths.dictionary));
  return {
    async read(line): Promise<ReadCharacter[]> {
      const { input, columns } = inputOf(line);
      const { data, dims } = await model.run(input, [1, 3, lineHeight, columns]);
      const [, steps = 0, classes = 0] = dims;
      if (classes !== characters.length) throw new RangeError("a dictionary of another model");
      return bestPath(data, steps, characters);
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

/** What each class of the model stands for: first the blank, last the space. */
export function charactersOf(dictionary: string): string[] {
  return ["", dictionary.trimEnd().split("\n"), " "].flat();
}

/** The model reads lines of this height. */
const lineHeight = 48;
/** A step of the model is eight columns wide, and a line has at least one. */
const step = 8;
/** Lines are read up to this width. */
const longest = 2048;

const trained: Trained = [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]];

/** A line as input of the model. */
export function inputOf(line: Picture): { input: Float32Array; columns: number } {
  const scale = lineHeight / line.rows;
  const width = Math.min(longest, Math.max(step, Math.round(line.columns * scale)));
  const columns = step * Math.ceil(width / step);
  const tile = { left: 0, top: 0, right: width, bottom: lineHeight };
  return { input: tileOf(line, scale, tile, { rows: lineHeight, columns }, trained), columns };
}

/**
 * The characters of the best path of a CTC map: of each step the most probable class, without
 * blanks and repetitions.
 */
export function bestPath(
  map: Float32Array,
  steps: number,
  characters: readonly string[],
): ReadCharacter[] {
  const read: ReadCharacter[] = [];
  let last = 0;
  for (let at = 0; at < steps; at++) {
    const classes = map.subarray(at * characters.length, (at + 1) * characters.length);
    const best = indexOfMost(classes);
    if (best !== 0 && best !== last) {
      read.push({ character: characters[best] ?? "", probability: classes[best] ?? 0 });
    }
    last = best;
  }
  return read;
}

function indexOfMost(values: Float32Array): number {
  let most = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] ?? 0) > (values[most] ?? 0)) most = at;
  }
  return most;
}
