import { actions } from "./criteria.ts";
import type { Score, Tally } from "./score.ts";

/** A program and its score, or the reason why it has none. */
export interface Result {
  readonly name: string;
  readonly score: Score | { readonly missing: string };
}

/** The results as Markdown tables with one column for each program. */
export function report(results: readonly Result[], images: number): string {
  const scored = results.flatMap(({ name, score }) => "missing" in score ? [] : [{ name, score }]);
  const missing = results.flatMap(({ name, score }) =>
    "missing" in score ? [`Not run: ${name} (missing ${score.missing}).`] : []
  );
  const heading = ["", ...scored.map(({ name }) => name)];
  const row: Row = (name, of) => [
    name,
    ...scored.map(({ score }) => of(score)),
  ];
  const asked = (name: string, of: (score: Score) => Tally): string[] => {
    const [first] = scored;
    const [, ...cells] = row(name, (score) => ratio(of(score)));
    return [name, first ? String(of(first.score).total) : "–", ...cells];
  };
  const all = [
    ...actions.map((action) => asked(action, ({ tallies }) => tallies[action])),
    asked("**all**", ({ tallies }) => sum(Object.values(tallies))),
  ];
  const ofDelivered = [
    ...actions.map((action) => row(action, ({ tallies }) => share(tallies[action]))),
    row("**all**", ({ tallies }) => share(sum(Object.values(tallies)))),
    row("descriptions: text_retained", ({ descriptions }) => share(descriptions.retained)),
    row("descriptions: text_removed", ({ descriptions }) => share(descriptions.removed)),
  ];
  return [
    `All ${images} images: how many checks passed of those asked.\n`,
    table(["", "asked", ...heading.slice(1)], all),
    "Delivered images only: percent passed.\n",
    table(heading, ofDelivered),
    "What is left of planted values.\n",
    table(heading, leaks(row, images)),
    ...missing,
  ].join("\n");
}

/** A row of a table: one cell for each program. */
type Row = (name: string, of: (score: Score) => string) => string[];

function leaks(row: Row, images: number): string[][] {
  return [
    row("files not delivered", ({ undelivered }) => `${undelivered.length} of ${images}`),
    row("files with a planted value in them", ({ strays }) => String(filesOf(strays))),
    ...(["name", "identifier", "date", "contact", "institution", "uid"] as const).map((kind) =>
      row(
        `  ${kind}`,
        ({ strays }) => String(filesOf(strays.filter((stray) => stray.kind === kind))),
      )
    ),
    row(
      "files with one in their name",
      ({ strays }) => String(filesOf(strays.filter(({ inName }) => inName))),
    ),
    row(
      "texts legible in pixels",
      ({ tallies: { pixels_hidden: { total, passed } } }) => String(total - passed),
    ),
    row("originals merged: patients, UIDs", ({ merged }) => `${merged.patients}, ${merged.uids}`),
  ];
}

function filesOf(strays: Score["strays"]): number {
  return new Set(strays.map(({ image }) => image)).size;
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = { passed: 0, total: 0, passedDelivered: 0, totalDelivered: 0 };
  for (const tally of tallies) {
    total.passed += tally.passed;
    total.total += tally.total;
    total.passedDelivered += tally.passedDelivered;
    total.totalDelivered += tally.totalDelivered;
  }
  return total;
}

function ratio({ passed, total }: Tally): string {
  return `${passed} (${percent(passed, total)})`;
}

function share({ passedDelivered, totalDelivered }: Tally): string {
  return percent(passedDelivered, totalDelivered);
}

/** Rounded down, so that 100.00 % means that no check failed. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${(Math.floor(part / whole * 10000) / 100).toFixed(2)} %`;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line), ""].join("\n");
}
