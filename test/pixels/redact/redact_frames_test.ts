import { compressionTools } from "../../support/dicom/compressed_images.ts";
import { redactionTests } from "../../support/dicom/redact_compressed.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcmdump", ...compressionTools);

// test/system/redact_frames_test.ts has all of them
for (const [index, { name, test }] of redactionTests().entries()) {
  if (index % 5 > 0) continue;
  Deno.test({
    name: `compressed frames are redacted and keep all other samples: ${name}`,
    ignore,
    fn: test,
  });
}
