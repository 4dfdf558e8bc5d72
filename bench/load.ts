import { syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { filesBelow } from "../test/support/files/output_tree.ts";

/** The input of a benchmark: folders of equal synthetic CT images. */
export interface Load {
  readonly folders: number;
  readonly images: number;
  /** The number of rows, and of columns, of an image. */
  readonly size: number;
}

export const largeImages: Load = { folders: 20, images: 100, size: 512 };
export const smallImages: Load = { folders: 200, images: 50, size: 16 };
export const smallFolders: Load = { folders: 2000, images: 2, size: 16 };

/**
 * Creates the folders of a load, one half below `1/` and the other below `2/`, because peers
 * without threads run in two processes. Returns the total size in bytes.
 */
export function makeLoad(directory: string, { folders, images, size }: Load): number {
  for (let number = 1; number <= folders; number++) {
    const folder = `${directory}/${number <= folders / 2 ? 1 : 2}/ST-${number}`;
    Deno.mkdirSync(folder, { recursive: true });
    for (const file of syntheticStudy({ number, images, size })) {
      Deno.writeFileSync(`${folder}/${file.name}`, file.bytes);
    }
  }
  return filesBelow(directory)
    .reduce((sum, path) => sum + Deno.statSync(`${directory}/${path}`).size, 0);
}
