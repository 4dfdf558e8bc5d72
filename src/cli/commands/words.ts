import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { type SurveyedWord, WordSurvey } from "../../deidentify/text/word_survey.ts";
import { defineCommand, flag, sourceOperand } from "../command.ts";
import { imagesOf } from "../images_of.ts";
import { readVocabulary } from "../site_files.ts";

const fewest = z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1");

/** `words`: the words of descriptions that cleaning does not know, for a person to accept. */
export const words = defineCommand({
  name: "words",
  summary: "List the words of descriptions that CLEAN_DESCRIPTORS does not know.",
  operands: "<folder>",
  examples: [
    [
      "words --patients 5 /data/ST-1",
      "lists unknown words that five or more patients share",
    ],
  ],
  settings: ["vocabulary"],
  flags: {
    patients: flag(
      fewest.default(2),
      "patients",
      "leave out words of fewer patients; a word of one patient may be a name",
      "n",
    ),
    json: flag(z.boolean().default(false), "json", "print JSON"),
  },
  run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const folder = sourceOperand(operands, "words");
    const survey = new WordSurvey(readVocabulary(settings.vocabulary));
    let [read, skipped] = [0, 0];
    const images = imagesOf(folder, ({ header }, path) => {
      survey.add(header, basename(dirname(join(folder, path))));
    });
    for (const image of images) {
      if ("skipped" in image) skipped++;
      else read++;
    }
    const found = survey.words(flags.patients);
    stdout(flags.json ? `${JSON.stringify(found, null, 2)}\n` : vocabularyOf(found));
    stderr(`images read: ${read}, other files: ${skipped}, words: ${found.length}\n`);
    return Promise.resolve(0);
  },
});

/** A file of words as VOCABULARY takes it, the number of patients as a comment. */
function vocabularyOf(found: readonly SurveyedWord[]): string {
  const head =
    "# Words of descriptions that are not in the vocabulary, and of how many patients.\n" +
    "# Delete every word that may name a person, a place or an institution.\n";
  return head + found.map(({ word, patients }) => `${word} # ${patients}\n`).join("");
}
