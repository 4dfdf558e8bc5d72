import { compressionTools } from "../support/dicom/compressed_images.ts";
import { redactionTests } from "../support/dicom/redact_compressed.ts";
import { missingTools } from "../support/tools.ts";

const ignore = missingTools("dcmdump", ...compressionTools);

for (const { name, test } of redactionTests()) {
  Deno.test({
    name: `compressed frames are redacted and keep all other samples: ${name}`,
    ignore,
    fn: test,
  });
}
