import assert from "node:assert/strict";
import { ByteWindow } from "../../../src/dicom/read/byte_window.ts";

function windowOf(size: number): ByteWindow {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251 + 1);
  const readAt = (buffer: Uint8Array, offset: number): number => {
    const part = bytes.subarray(offset, offset + buffer.length);
    buffer.set(part);
    return part.length;
  };
  return new ByteWindow({ size, readAt }, 16);
}

Deno.test("a number is never read from bytes that are not loaded", () => {
  const window = windowOf(100_000);
  const head = window.load(0, 16);
  assert.ok(head);
  assert.equal(head.uint16(14, false), 15 * 256 + 16);
  for (const at of [-1, 15, 16, 90_000]) {
    assert.throws(() => head.uint16(at, true), RangeError, String(at));
  }
  assert.throws(() => head.uint32(13, true), RangeError);
  const far = window.peek(50_000, 50_008);
  assert.ok(far);
  assert.equal(far.uint32(50_000, false) > 0, true);
  assert.throws(() => far.uint16(0, true), RangeError, "the head is not what was loaded last");
  assert.throws(() => window.bytes(50_000, 50_008), RangeError);
});

Deno.test("bytes behind the end do not exist", () => {
  const window = windowOf(20);
  assert.equal(window.has(16, 24), false);
  assert.equal(window.load(16, 24), undefined);
  const end = window.load(16, 20);
  assert.ok(end);
  assert.throws(() => end.uint16(19, true), RangeError);
});
