import {
  coefficientProgram,
  jpegKinds,
  jpegTools,
  testJpeg,
} from "../../support/dicom/jpeg_images.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

// test/system/redact_jpeg_test.ts has all of them
Deno.test({
  name: "libjpeg reads the same coefficients outside of redacted blocks, in 21 kinds of images",
  ignore: missingTools(...jpegTools),
  fn: async () => {
    using directory = tempDir();
    const program = await coefficientProgram(directory.path);
    for (const [index, kind] of jpegKinds.entries()) {
      if (index % 10 === 0) await testJpeg(program, kind);
    }
  },
});
