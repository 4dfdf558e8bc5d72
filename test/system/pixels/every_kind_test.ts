import { pixelTests } from "../../support/dicom/redact_every_kind.ts";
import { amount } from "../../support/figures.ts";
import { randomNumbers } from "../../support/random_numbers.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools(
  ..."dcmconv dcmdump dcmdrle dcmdjpeg dcmdjpls gdcmconv gdcmdump opj_decompress djxl dciodvfy"
    .split(
      " ",
    ),
);
/** All with `deno task test:pixels`. */
const percent = amount("PIXELS", 5);
const random = randomNumbers(26);

for (const { name, test } of pixelTests()) {
  if (random(100) >= percent) continue;
  Deno.test({ name: `only the rectangles of an image change: ${name}`, ignore, fn: test });
}
