import { fileURLToPath } from "node:url";
import { run } from "../../test/support/tools.ts";
import type { AskedImage } from "./ask_image.ts";
import { wordsOf } from "./words.ts";

const main = fileURLToPath(new URL("../../main.ts", import.meta.url));

/**
 * Makes a site vocabulary as `deno task words` and a careful person do: of the unknown words that
 * the command lists in a folder, the person accepts those that are clinical words of the corpus.
 * Returns how many were listed and accepted.
 */
export async function learnWords(
  folder: string,
  asked: readonly AskedImage[],
  path: string,
): Promise<{ listed: number; accepted: number }> {
  const args = ["run", "--quiet", "--no-prompt", "--allow-all", main, "words", folder, "--json"];
  const text = await run(Deno.execPath(), args);
  const listed: { word: string }[] = JSON.parse(
    text.slice(text.indexOf("["), text.lastIndexOf("]") + 1),
  );
  const clinical = clinicalWords(asked);
  const accepted = listed.map(({ word }) => word).filter((word) =>
    clinical.has(word.toLowerCase())
  );
  Deno.writeTextFileSync(path, accepted.map((word) => `${word}\n`).join(""));
  return { listed: listed.length, accepted: accepted.length };
}

/** Words of the texts that have to stay, whole and in parts; none that is planted as well. */
function clinicalWords(asked: readonly AskedImage[]): Set<string> {
  const words = new Set<string>();
  const planted = new Set(
    asked.flatMap((image) => image.planted.flatMap(({ token }) => parts(token))),
  );
  for (const { checks } of asked) {
    for (const { action, isDescription, value } of checks) {
      if (action !== "text_retained" || !isDescription) continue;
      for (const word of [...wordsOf(value), ...parts(value)]) words.add(word);
    }
  }
  return words.difference(planted);
}

function parts(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}
