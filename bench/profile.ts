import { fileURLToPath } from "node:url";
import { tempDir } from "../test/support/temp_dir.ts";
import { run } from "../test/support/tools.ts";
import type { Figure } from "./figure.ts";
import type { Load } from "./load.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const mostFunctions = 25;
/** The steps of an image, by the function that contains all of each step. */
const steps = new Map(Object.entries({
  openRegularFile: "open",
  openImage: "read the header",
  screenAndRedact: "screen",
  deidentifyImage: "de-identify",
  writeImage: "write and hash",
  gateImage: "gate",
  describeImage: "describe for the catalogue",
  sync: "start to make durable",
}));

/** The parts of a profile of V8 (Profiler.Profile) that are needed here. */
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; lineNumber: number };
  readonly children?: readonly number[];
}

/** The share of each step and of each function in the time of a thread, for each load. */
export async function profile(loads: Readonly<Record<string, Load>>): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, load] of Object.entries(loads)) {
    using directory = tempDir();
    await run(Deno.execPath(), [
      "run",
      "-qA",
      "--cpu-prof",
      `--cpu-prof-dir=${directory.path}`,
      `${root}bench/profile_work.ts`,
      name,
    ]);
    const [file] = [...Deno.readDirSync(directory.path)];
    const text = Deno.readTextFileSync(`${directory.path}/${file?.name}`);
    figures.push({ what: load.name, value: "" }, ...sharesOf(JSON.parse(text)));
  }
  return figures;
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): Figure[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  for (const [at, id] of samples.entries()) {
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const byStep = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const add = (times: Map<string, number>, name: string, time: number): void => {
    times.set(name, (times.get(name) ?? 0) + time);
  };
  const visit = (node: ProfileNode, step: string): void => {
    const { functionName, url, lineNumber } = node.callFrame;
    const file = url.slice(url.lastIndexOf("/", url.lastIndexOf("/") - 1) + 1);
    const inside = step === "other" ? steps.get(functionName) ?? step : step;
    const time = own.get(node.id) ?? 0;
    if (functionName !== "(idle)" && functionName !== "(program)") {
      add(byStep, functionName === "(garbage collector)" ? "garbage collector" : inside, time);
      add(byFunction, `${functionName || "(anonymous)"} ${file}:${lineNumber + 1}`, time);
    }
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) visit(child, inside);
    }
  };
  const [top] = nodes;
  if (top) visit(top, "other");
  return [...linesOf(byStep, Infinity), ...linesOf(byFunction, mostFunctions)];
}

function linesOf(times: ReadonlyMap<string, number>, most: number): Figure[] {
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].sort(([, a], [, b]) => b - a).slice(0, most).map(([what, time]) => ({
    what: `  ${what}`,
    value: `${(time / all * 100).toFixed(1)} %`,
  }));
}
