import { type Option, optionNames, options } from "../../src/deidentify/profile/options.ts";
import { Profile } from "../../src/deidentify/profile/profile.ts";
import table from "../../src/deidentify/profile/profile.tsv" with { type: "text" };
import { profileRow } from "../../src/deidentify/profile/profile_table.ts";
import { markdownTable } from "./markdown_table.ts";

const anywhere = { sopClassUID: undefined, path: "", has: (): boolean => false };
const profiles = optionNames.map((name) => [name, new Profile(new Set<Option>([name]))] as const);
const somePrivate = 0x00091001;

/** The rows of table E.1-1, each with the program's actions by option. */
export function actions(): string {
  const rows = table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map(
    (line) => {
      const [written = "", keyword = ""] = line.split("\t");
      const isPrivate = written === "private";
      const tag = isPrivate ? somePrivate : parseInt(written.replaceAll("x", "0"), 16);
      return [
        isPrivate ? "odd groups" : `(${written.slice(0, 4)},${written.slice(4)})`,
        keyword,
        profileRow(tag)?.basic ?? "",
        ...profiles.map(([name, profile]) =>
          isPrivate ? ofPrivate(name) : ofOption(name, profile, tag)
        ),
      ];
    },
  );
  const columns = optionNames.map((name) => options[name].column);
  return markdownTable(["tag", "attribute", "basic", ...columns], rows);
}

function ofOption(name: Option, profile: Profile, tag: number): string {
  const { option, action } = profile.decide(tag, anywhere);
  return option === name ? action : "";
}

/** Private elements are treated individually, by table E.3.10-1. */
function ofPrivate(name: Option): string {
  return name === "retainSafePrivate" ? "C" : "";
}
