import { Buffer } from "node:buffer";

const elf: Readonly<Record<number, string>> = { 0x3e: "linux-x64", 0xb7: "linux-arm64" };
const pe: Readonly<Record<number, string>> = { 0x8664: "windows-x64" };
const machO: Readonly<Record<number, string>> = {
  0x01000007: "macos-x64",
  0x0100000c: "macos-arm64",
};

/**
 * The systems that a program is for, by the header of its file: ELF, PE, Mach-O, or several Mach-O.
 */
export function machinesOf(program: Uint8Array): string[] {
  const bytes = Buffer.from(program.buffer, program.byteOffset, program.byteLength);
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return [elf[bytes.readUInt16LE(18)] ?? "another ELF"];
  if (magic === 0xcffaedfe) return [machO[bytes.readUInt32LE(4)] ?? "another Mach-O"];
  if (magic === 0xcafebabe) {
    return Array.from(
      { length: bytes.readUInt32BE(4) },
      (_, index) => machO[bytes.readUInt32BE(8 + 20 * index)] ?? "another Mach-O",
    );
  }
  if (bytes.toString("latin1", 0, 2) !== "MZ") return [];
  return [pe[bytes.readUInt16LE(bytes.readUInt32LE(0x3c) + 4)] ?? "another PE"];
}
