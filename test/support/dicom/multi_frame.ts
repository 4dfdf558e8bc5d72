import assert from "node:assert/strict";
import { ascii, encodeFile, plainEncodings } from "./encode_data_set.ts";

const frame = 1 << 20;

/** An image of a megabyte a frame; its pixel data are a hole of the disk, but for the last byte. */
export function writeMultiFrame(path: string, frames: number): void {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.12.1.1"),
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00100010, "PN", "DOE^JANE"),
    ascii(0x00280008, "IS", String(frames)),
    { tag: 0x7fe00010, vr: "OB", value: new Uint8Array(0) },
  ];
  const header = encodeFile(elements, explicit);
  new DataView(header.buffer, header.byteOffset + header.length - 4).setUint32(
    0,
    frames * frame,
    true,
  );
  using file = Deno.openSync(path, { create: true, write: true });
  file.writeSync(header);
  file.seekSync(header.length + frames * frame - 1, Deno.SeekMode.Start);
  file.writeSync(Uint8Array.of(77));
}
