import type { TextKind } from "../../model/text_kind.ts";
import { boxesOfMap, type ScoredBox, type TextMap } from "./boxes_of_map.ts";
import { confirmBoxes } from "./confirm_boxes.ts";
import { cutOut, type Quarters } from "./cut_out.ts";
import { defaultParameters, type DetectorParameters } from "./detector_parameters.ts";
import { isLine, isText, isTurnedText, linesInBoth, readFrom } from "./is_text.ts";
import { mergeBoxes } from "./merge_boxes.ts";
import { type Box, channelsOf, type Picture } from "./picture.ts";
import { tileOf, type Trained } from "./scale_picture.ts";
import { searchTiles } from "./search_tiles.ts";
import { structureOf } from "./structure.ts";
import { openTextModel, type TextModel, type TextPaths, textPaths } from "./text_model.ts";
import { openTextReader, type TextReader } from "./text_reader.ts";

/** Finds text in pictures. It must not be called again before the earlier call has ended. */
export interface TextDetector extends AsyncDisposable {
  /**
   * The boxes of text, in whole pixels of the picture, with a margin. Throws RangeError if the
   * picture has another size.
   */
  find(picture: Picture, options?: FindOptions): Promise<ScoredBox[]>;
}

/** What a search for text is asked, and told. */
export interface FindOptions {
  /** Called after each tile and each box that was read, as a sign of progress. */
  readonly onPart?: () => void;
  /** Says of what kind a text is. Without it, texts are read only to confirm their boxes. */
  readonly kindOf?: (text: string) => TextKind;
  /** Of the same size: the picture is searched only where this one has structure. */
  readonly where?: Picture;
}

/** Loads the detector for this thread. Rejects if its files cannot be read. */
export async function openTextDetector(
  paths: TextPaths = textPaths(),
  parameters: DetectorParameters = defaultParameters,
): Promise<TextDetector> {
  const model = await openTextModel(paths.runtime, paths.detection);
  const reader = await openTextReader(paths);
  return {
    find: (picture, options) => findText(picture, { model, reader, parameters }, options),
    async [Symbol.asyncDispose](): Promise<void> {
      await model[Symbol.asyncDispose]();
      await reader[Symbol.asyncDispose]();
    },
  };
}

/** What a search uses. */
export interface Search {
  readonly model: TextModel;
  readonly reader: TextReader;
  readonly parameters: DetectorParameters;
}

/** The boxes that the detector finds and the reader confirms. */
export async function findText(
  picture: Picture,
  search: Search,
  { onPart = (): void => {}, kindOf, where }: FindOptions = {},
): Promise<ScoredBox[]> {
  channelsOf(picture);
  const { leastChange, leastRange } = search.parameters;
  const changed = where && structureOf(where, leastChange);
  const plain = await findCandidates(picture, search, { scale: 1, parts: changed, onPart });
  const parts = changed ?? structureOf(picture, leastRange);
  const enlarged = await findCandidates(picture, search, { scale: 2, parts, onPart });
  const lines = linesInBoth(plain, enlarged);
  const confirmed = await confirmBoxes([plain, enlarged].flat(), async (box) => {
    const isShown = lines.has(box) || await showsText(picture, box, search.reader);
    onPart();
    return isShown;
  });
  const boxes = mergeBoxes(confirmed.map((box) => withMargin(box, picture, search.parameters)));
  if (!kindOf) return boxes;
  const told: ScoredBox[] = [];
  for (const box of boxes) {
    told.push({ ...box, kind: kindRead(await readText(picture, box, search.reader), kindOf) });
    onPart();
  }
  return told;
}

interface Pass {
  readonly scale: number;
  /** Undefined for the whole picture. */
  readonly parts: ReturnType<typeof structureOf> | undefined;
  readonly onPart: () => void;
}

/** What the detector marks in the picture at a scale. */
async function findCandidates(
  picture: Picture,
  search: Search,
  { scale, parts, onPart }: Pass,
): Promise<ScoredBox[]> {
  const candidates: ScoredBox[] = [];
  for (const tile of searchTiles(picture, scale, search.parameters, parts)) {
    const map = await mapOfTile(picture, search, { scale, tile });
    for (const box of boxesOfMap(map, search.parameters)) {
      const placed = placedBox(box, { scale, tile });
      if (placed.left < picture.columns && placed.top < picture.rows) candidates.push(placed);
    }
    onPart();
  }
  return candidates;
}

interface Part {
  readonly scale: number;
  readonly tile: Box;
}

/** The model requires sides that are multiples of 32. */
const step = 32;

const trained: Trained = [[0.485, 0.229], [0.456, 0.224], [0.406, 0.225]];

async function mapOfTile(
  picture: Picture,
  { model }: Search,
  { scale, tile }: Part,
): Promise<TextMap> {
  const rows = step * Math.ceil((tile.bottom - tile.top) / step);
  const columns = step * Math.ceil((tile.right - tile.left) / step);
  const input = tileOf(picture, scale, tile, { rows, columns }, trained);
  const { data, dims } = await model.run(input, [1, 3, rows, columns]);
  if (dims[2] !== rows || dims[3] !== columns) throw new RangeError("a map of another size");
  return { rows, columns, data };
}

/** A box of a tile in the picture. */
function placedBox(box: ScoredBox, { tile, scale }: Part): ScoredBox {
  return {
    ...box,
    left: (tile.left + box.left) / scale,
    top: (tile.top + box.top) / scale,
    right: (tile.left + box.right) / scale,
    bottom: (tile.top + box.bottom) / scale,
  };
}

/** Whether a box is a line of text, or one can be read in it in any direction. */
async function showsText(picture: Picture, box: ScoredBox, reader: TextReader): Promise<boolean> {
  return isLine(box) || await readText(picture, box, reader) !== undefined;
}

type Reading = Awaited<ReturnType<TextReader["read"]>>;

/** The text in a box, in the first direction in which it can be read. */
async function readText(
  picture: Picture,
  box: Box,
  reader: TextReader,
): Promise<Reading | undefined> {
  const isUpright = box.bottom - box.top > box.right - box.left;
  const turns: readonly Quarters[] = isUpright ? [0, 1, 3, 2] : [0, 2];
  for (const turn of turns) {
    const characters = await reader.read(cutOut(picture, box, turn));
    if (turn === 0 ? isText(characters) : isTurnedText(characters)) return characters;
  }
  return undefined;
}

/** A text with a character that was rather guessed than read can be anything but harmless. */
function kindRead(
  characters: Reading | undefined,
  kindOf: NonNullable<FindOptions["kindOf"]>,
): TextKind {
  if (!characters) return "other";
  const kind = kindOf(characters.map(({ character }) => character).join(""));
  const isGuessed = characters.some(({ probability }) => probability < readFrom);
  return isGuessed && kind === "harmless" ? "other" : kind;
}

function withMargin(
  { left, top, right, bottom, score, filled }: ScoredBox,
  { rows, columns }: Picture,
  { margin, marginOfLine }: DetectorParameters,
): ScoredBox {
  const more = margin + marginOfLine * Math.min(right - left, bottom - top);
  return {
    left: Math.max(0, Math.floor(left - more)),
    top: Math.max(0, Math.floor(top - more)),
    right: Math.min(columns, Math.ceil(right + more)),
    bottom: Math.min(rows, Math.ceil(bottom + more)),
    score,
    filled,
  };
}
