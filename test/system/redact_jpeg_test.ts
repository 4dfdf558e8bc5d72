import {
  coefficientProgram,
  jpegKinds,
  jpegTools,
  testJpeg,
} from "../support/dicom/jpeg_images.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools(...jpegTools);

Deno.test({
  name:
    `libjpeg reads the same coefficients outside of the redacted blocks, in ${jpegKinds.length} kinds`,
  ignore,
  fn: async () => {
    using directory = tempDir();
    const program = await coefficientProgram(directory.path);
    for (const kind of jpegKinds) await testJpeg(program, kind);
  },
});
