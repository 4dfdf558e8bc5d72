import {
  encodingOf,
  geBigEndianPixels,
  isUncompressed,
  isUnderstood,
  isVideo,
} from "../../src/dicom/transfer_syntax.ts";
import { markdownTable } from "./markdown_table.ts";

const root = "1.2.840.10008.1.2";

/** PS3.5 A and 10, PS3.6 A: what follows the root, and the name. */
const names: readonly (readonly [suffix: string, name: string])[] = [
  ["", "Implicit VR Little Endian"],
  [".1", "Explicit VR Little Endian"],
  [".1.98", "Encapsulated Uncompressed Explicit VR Little Endian"],
  [".1.99", "Deflated Explicit VR Little Endian"],
  [".2", "Explicit VR Big Endian (retired)"],
  [".4.50", "JPEG Baseline"],
  [".4.51", "JPEG Extended"],
  [".4.57", "JPEG Lossless"],
  [".4.70", "JPEG Lossless, First-Order Prediction"],
  [".4.80", "JPEG-LS Lossless"],
  [".4.81", "JPEG-LS Near-Lossless"],
  [".4.90", "JPEG 2000 Lossless"],
  [".4.91", "JPEG 2000"],
  [".4.92", "JPEG 2000 Part 2 Lossless"],
  [".4.93", "JPEG 2000 Part 2"],
  [".4.94", "JPIP Referenced"],
  [".4.95", "JPIP Referenced Deflate"],
  [".4.100", "MPEG2 Main Profile / Main Level"],
  [".4.100.1", "Fragmentable MPEG2 Main Profile / Main Level"],
  [".4.101", "MPEG2 Main Profile / High Level"],
  [".4.101.1", "Fragmentable MPEG2 Main Profile / High Level"],
  [".4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1"],
  [".4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1"],
  [".4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"],
  [".4.103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"],
  [".4.104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 for 2D Video"],
  [".4.104.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 for 2D Video"],
  [".4.105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 for 3D Video"],
  [".4.105.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 for 3D Video"],
  [".4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"],
  [".4.106.1", "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"],
  [".4.107", "HEVC/H.265 Main Profile / Level 5.1"],
  [".4.108", "HEVC/H.265 Main 10 Profile / Level 5.1"],
  [".4.110", "JPEG XL Lossless"],
  [".4.111", "JPEG XL JPEG Recompression"],
  [".4.112", "JPEG XL"],
  [".4.201", "High-Throughput JPEG 2000 Lossless"],
  [".4.202", "High-Throughput JPEG 2000 with RPCL Options, Lossless"],
  [".4.203", "High-Throughput JPEG 2000"],
  [".4.204", "JPIP HTJ2K Referenced"],
  [".4.205", "JPIP HTJ2K Referenced Deflate"],
  [".5", "RLE Lossless"],
  [".7.1", "SMPTE ST 2110-20 Uncompressed Progressive Active Video"],
  [".7.2", "SMPTE ST 2110-20 Uncompressed Interlaced Active Video"],
  [".7.3", "SMPTE ST 2110-30 PCM Digital Audio"],
  [".8.1", "Deflated Image Frame Compression"],
];

/** Every transfer syntax, and whether files in it are processed. */
export function transferSyntaxes(): string {
  const standard = names.map(([suffix, name]) => [name, root + suffix] as const);
  const all = [...standard, ["GE private: big endian pixel data", geBigEndianPixels] as const];
  const rows = all.map((
    [name, uid],
  ) => [name, uid, isUnderstood(uid) ? treatment(uid) : "skipped"]);
  return markdownTable(["transfer syntax", "UID", "files in it"], rows);
}

function treatment(uid: string): string {
  if (uid === geBigEndianPixels) return "written as Implicit VR Little Endian";
  const { explicitVR, littleEndian } = encodingOf(uid);
  const vr = explicitVR ? "explicit VR" : "implicit VR";
  if (isUncompressed(uid)) return `kept: native, ${vr}, ${littleEndian ? "little" : "big"} endian`;
  return isVideo(uid) ? "kept: video stream" : "kept: encapsulated frames";
}
