import { dropFolder, syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";

/** Drops a small synthetic study by the tmp-then-rename protocol; its number makes it unique. */
export function dropStudy(inbox: string, name: string, number: number, images = 2): string {
  return dropFolder(inbox, name, syntheticStudy({ number, images, size: 16 }));
}

/** Makes a folder under its final name, as a sender does that never renames. */
export function makeStudy(inbox: string, name: string, number: number, images = 2): string {
  const folder = `${inbox}/${name}`;
  Deno.mkdirSync(folder, { recursive: true });
  for (const file of syntheticStudy({ number, images, size: 16 })) {
    Deno.writeFileSync(`${folder}/${file.name}`, file.bytes);
  }
  return folder;
}
