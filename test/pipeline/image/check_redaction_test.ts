import assert from "node:assert/strict";
import { checkRedaction } from "../../../src/pipeline/image/check_redaction.ts";
import type { ReleasedImage } from "../../../src/pipeline/image/screen_and_redact.ts";
import type { WrittenImage } from "../../../src/pipeline/image/write_image.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";

const bytes = nativeImage({ rows: 2, columns: 2, frames: 1, bits: 8 }, new Uint8Array(4));

function released(reason: string | undefined): ReleasedImage {
  const screening = { verdict: "blank", group: "graylist", rule: "known", rectangles: [] } as const;
  return { kind: "leaves", screening, redaction: { edit: () => {}, compare: () => reason } };
}

function written(content: Uint8Array): WrittenImage & { isRemoved: boolean } {
  const image = {
    path: "x",
    bytes: content.length,
    sha256: "",
    isRemoved: false,
    sync: () => Promise.resolve(),
    remove: () => void (image.isRemoved = true),
    reread: () => ({
      size: content.length,
      readAt: (buffer: Uint8Array, offset: number) => {
        const part = content.subarray(offset, offset + buffer.length);
        buffer.set(part);
        return part.length;
      },
    }),
  };
  return image;
}

Deno.test("an image whose redaction is proved is kept", () => {
  const image = written(bytes);
  assert.equal(checkRedaction(released(undefined), image), undefined);
  assert.ok(!image.isRemoved);
});

Deno.test("an image whose redaction is not proved is removed and held back", () => {
  const image = written(bytes);
  const held = checkRedaction(released("it is not proved"), image);
  const why = "the rule requires pixels to be redacted, but it is not proved";
  assert.deepEqual(held, { kind: "held", group: "graylist", rule: "known", why });
  assert.ok(image.isRemoved);
});

Deno.test("a redacted image that cannot be read back is removed", () => {
  const image = written(bytes.subarray(0, 20));
  assert.throws(() => checkRedaction(released(undefined), image), { name: "SkippedFileError" });
  assert.ok(image.isRemoved);
});
