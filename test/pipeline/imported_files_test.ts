import assert from "node:assert/strict";
import { BatchGate, ImportedFiles } from "../../src/pipeline/imported_files.ts";
import { image } from "../support/database/batches.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("ImportedFiles counts the images that needed each repair", () => {
  using directory = tempDir();
  const gate = new BatchGate("image", directory.path, true);
  using imported = new ImportedFiles(directory.path, "1", gate, (file) => file);
  assert.deepEqual(imported.repairs, {});
  const rows = [
    image(1, { repairs: ["ODD_LENGTH", "INVALID_VR"] }),
    image(2),
    image(3, { repairs: ["ODD_LENGTH"] }),
  ];
  imported.add(rows.map((row) => ({ kind: "image", row })));
  assert.deepEqual(imported.repairs, { ODD_LENGTH: 2, INVALID_VR: 1 });
});
