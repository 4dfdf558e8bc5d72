import type { Load } from "./load.ts";
import { cine, enhancedImage, mrPrivateData, pixelImage, type Place } from "./realistic_images.ts";

/**
 * Loads with headers as scanners write them: a dozen names of persons, nested sequences, private
 * elements. The names are those of `deno task bench`.
 */
export const realisticLoads: Readonly<Record<string, Load>> = {
  ct: load("CT of 530 KB", 20, 100, (place) => pixelImage(["common", "CT"], place, 512, 512)),
  mr: load(
    "MR of 131 KB, 60 KB of them private",
    20,
    100,
    (place) => pixelImage(["common", "MR", "MR private"], place, 176, 180, mrPrivateData()),
  ),
  "small-mr": load(
    "MR of 32 KB",
    40,
    100,
    (place) => pixelImage(["common", "MR"], place, 114, 114),
  ),
  header: load(
    "MR header of 6 KB",
    100,
    100,
    (place) => pixelImage(["common", "MR"], place, 4, 4),
  ),
  us: load("US cine of 60 JPEG frames, 2.4 MB", 20, 10, (place) => cine(place, 60)),
  dx: load("DX of 18 MB", 20, 2, (place) => pixelImage(["common", "DX"], place, 3000, 3000)),
  enhanced: load(
    "enhanced CT, 2,000 frames, 120,000 elements in items",
    4,
    1,
    (place) => enhancedImage(place, 2000, 32),
  ),
};

function load(
  name: string,
  folders: number,
  images: number,
  make: (place: Place) => Uint8Array,
): Load {
  return {
    name,
    folders,
    images,
    files: function* (study, count) {
      for (let image = 1; image <= count; image++) {
        const bytes = make({ study, image });
        yield { name: `IMG${String(image).padStart(4, "0")}.dcm`, bytes };
      }
    },
  };
}
