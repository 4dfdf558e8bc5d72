import { syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { filesBelow } from "../test/support/files/output_tree.ts";

/** A file of a load. */
export interface LoadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The input of a benchmark: folders of similar images. */
export interface Load {
  readonly name: string;
  readonly folders: number;
  /** In each folder. */
  readonly images: number;
  /** The images of a folder, by its number. */
  readonly files: (folder: number, images: number) => Iterable<LoadFile>;
}

export const largeImages = synthetic("synthetic CT of 526 KB, 50 elements", 20, 100, 512);
export const smallImages = synthetic("synthetic CT of 1.7 KB, 50 elements", 200, 50, 16);
export const smallFolders = synthetic("synthetic CT of 1.7 KB, folders of 2", 2000, 2, 16);

function synthetic(name: string, folders: number, images: number, size: number): Load {
  return {
    name,
    folders,
    images,
    files: (number, images) => syntheticStudy({ number, images, size }),
  };
}

/**
 * Creates the folders of a load, one half below `1/` and the other below `2/`, because peers
 * without threads run in two processes. Returns the total size in bytes.
 */
export function makeLoad(directory: string, { folders, images, files }: Load): number {
  for (let number = 1; number <= folders; number++) {
    const folder = `${directory}/${number <= folders / 2 ? 1 : 2}/ST-${number}`;
    Deno.mkdirSync(folder, { recursive: true });
    for (const file of files(number, images)) {
      Deno.writeFileSync(`${folder}/${file.name}`, file.bytes);
    }
  }
  return filesBelow(directory)
    .reduce((sum, path) => sum + Deno.statSync(`${directory}/${path}`).size, 0);
}
