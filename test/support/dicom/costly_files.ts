import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import { even, items, nested, privateBlocks, text, word } from "./costly_elements.ts";
import { explicit, part10, undefinedLength, us } from "./raw_elements.ts";

/** The size that no file of these is above. */
export const mostBytes = 10_000_000;
const [otherPatientIDs, patientID, patientName] = [0x00101002, 0x00100020, 0x00100010];

/** Files of up to ten megabytes that cost far more time or memory than their size says. */
export const costlyFiles: Readonly<Record<string, () => Uint8Array>> = {
  "300,000 items": () =>
    file({ [otherPatientIDs]: items(otherPatientIDs, 300_000, () => Buffer.alloc(0)) }),
  "100,000 items with a value": () =>
    file({
      [0x00081140]: items(
        0x00081140,
        100_000,
        (n) => explicit(0x00081155, "UI", even(`2.25.${n}`)),
      ),
    }),
  "300,000 items that stay": () =>
    file({ [0x00081140]: items(0x00081140, 300_000, () => explicit(0x00081160, "IS", "1 ")) }),
  "300,000 items of nothing": () =>
    file({ [0x00081140]: items(0x00081140, 300_000, () => Buffer.alloc(0)) }),
  "150,000 PatientIDs": () =>
    file({
      [otherPatientIDs]: items(otherPatientIDs, 150_000, (n) =>
        explicit(patientID, "LO", word(n, 10))),
    }),
  "150,000 person names": () =>
    file({
      [0x00081096]: items(0x00081096, 150_000, (n) =>
        explicit(patientName, "PN", even(`${word(n, 7)}^${n}`))),
    }),
  "20,000 names beyond ASCII": () =>
    file({
      [0x00080005]: explicit(0x00080005, "CS", "ISO_IR 192"),
      [0x00081096]: items(0x00081096, 20_000, (n) => {
        const name = Buffer.from(`Sør${word(n, 5)}gård^Åsa`);
        return explicit(
          patientName,
          "PN",
          Buffer.concat([name, Buffer.alloc(name.length % 2, 32)]),
        );
      }),
    }),
  "9,000 names, and a text of their beginnings": () =>
    file({
      [0x00081096]: items(0x00081096, 9_000, (n) =>
        explicit(patientName, "PN", `${"a".repeat(60)}${word(n, 6)}`)),
      [0x00189941]: text("a".repeat(8_000_000)),
    }),
  "one name, and a text that repeats it": () =>
    file({
      [patientName]: explicit(patientName, "PN", "abcabc^abcabc "),
      [0x00189941]: text("abcabc ".repeat(1_200_000)),
    }),
  "a name, and bytes that repeat it": () =>
    file({
      [patientName]: explicit(patientName, "PN", "Zyx^Vut "),
      [0x00282000]: explicit(0x00282000, "OB", Buffer.from("\x01zyx".repeat(2_000_000))),
    }),
  "30,000 private creators": () => file(privateBlocks(30_000)),
  "500,000 private elements": () => file(privateBlocks(200, 2_500)),
  "sequences nested 60 deep, 4,000 times": () =>
    file({ [0x00081140]: items(0x00081140, 4_000, () => nested(60)) }),
  "sequences nested 30,000 deep": () => file({ [0x00081140]: nested(30_000) }),
  "a text of digits": () => file({ [0x00189941]: text("1".repeat(9_000_000)) }),
  "a text of digits and dots": () => file({ [0x00189941]: text("1.".repeat(4_500_000)) }),
  "a text of spaces": () => file({ [0x00189941]: text(" ".repeat(9_000_000)) }),
  "a text of backslashes": () => file({ [0x00189941]: text("\\".repeat(9_000_000)) }),
  "UIDs in one long value": () =>
    file({ [0x00083001]: explicit(0x00083001, "UN", "1.2.3\\".repeat(1_500_000)) }),
  "a million UIDs": () =>
    file({
      [0x00081140]: items(0x00081140, 140, (n) => {
        const uids = Array.from({ length: 6_000 }, (_, at) => `2.${n}.${at}`).join("\\");
        return explicit(0x00081155, "UI", even(uids));
      }),
    }),
  "dates of signs": () =>
    file({
      [0x00081140]: items(0x00081140, 150, () => explicit(0x0008002a, "DT", "-".repeat(65_000))),
    }),
  "a million fragments": () => {
    const item = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    const head = explicit(0x7fe00010, "OB", "", { length: undefinedLength });
    const all = Buffer.concat([head, ...Array.from({ length: 990_000 }, () => item), end]);
    return file({ [0x7fe00010]: all }, "1.2.840.10008.1.2.4.50");
  },
  "bytes of zeros beside a name": () =>
    file({
      [patientName]: explicit(patientName, "PN", "Zyxwv^Vutsr "),
      [0x00081140]: items(0x00081140, 150, () => {
        return explicit(
          0x00420011,
          "OB",
          "\0".repeat(32_000) + "zyxwv zyxwv zyxwv " + "\0".repeat(32_000) + "\x01\x01",
        );
      }),
    }),
  "a transfer syntax of zeros": () => part10("\0".repeat(65_000) + "x", Buffer.alloc(1000)),
  "many long texts of letters beyond ASCII": () =>
    file({
      [0x00189941]: text("ü".repeat(900_000)),
      [0x00081140]: items(0x00081140, 8, () => text("äöü ".repeat(250_000))),
    }),
  "texts of many escapes": () =>
    file({
      [0x00080005]: explicit(0x00080005, "CS", "\\ISO 2022 IR 87 "),
      [0x00081140]: items(0x00081140, 9, () => text("\x1b$B;3\x1b(B".repeat(110_000))),
    }),
  "3 GB of zeros, deflated": () => deflated(Buffer.alloc(1_500_000_000), 2),
  "90 MB of zeros, deflated": () => deflated(Buffer.alloc(90_000_000), 1),
  "75 MB of short words, deflated": () => deflated(shortWords(75_000_000), 1),
  "a name of a thousand words": () =>
    file({ [patientName]: explicit(patientName, "PN", "ab^".repeat(21_000)) }),
};

/** Pixel data whose content is repeated. */
function deflated(content: Buffer, times: number): Uint8Array {
  const length = content.length * times;
  const image = file({
    [0x00280010]: explicit(0x00280010, "US", us(Math.min(length / 10_000, 60_000))),
    [0x00280011]: explicit(0x00280011, "US", us(5000)),
    [0x7fe00010]: explicit(0x7fe00010, "OW", "", { length }),
  });
  const dataSet = Buffer.from(image).subarray(startOfDataSet(image));
  const stream = zlib.deflateRawSync(dataSet, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  const part = zlib.deflateRawSync(content, { finishFlush: zlib.constants.Z_FULL_FLUSH });
  const end = zlib.deflateRawSync(Buffer.alloc(0));
  const all = [stream, ...Array.from({ length: times }, () => part), end];
  return part10("1.2.840.10008.1.2.1.99", Buffer.concat(all));
}

/** Bytes that deflate to about a ninth. */
function shortWords(size: number): Buffer {
  let state = 1;
  const words = Array.from({ length: size / 16 }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return word(state % 3000, 16);
  });
  return Buffer.from(words.join(""));
}

/** The file meta information ends where its group length says (PS3.10 7.1). */
function startOfDataSet(image: Uint8Array): number {
  return 144 + Buffer.from(image).readUInt32LE(140);
}

function file(
  others: Readonly<Record<number, Uint8Array>>,
  syntax = "1.2.840.10008.1.2.1",
): Uint8Array {
  const usual: Record<number, Uint8Array> = {
    [0x00080016]: explicit(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4\0"),
    [0x00080018]: explicit(0x00080018, "UI", "2.25.4711\0"),
    [0x00080060]: explicit(0x00080060, "CS", "MR"),
    [patientName]: explicit(patientName, "PN", "Quillfeather^Orsolya"),
    [patientID]: explicit(patientID, "LO", "ZX7741"),
    [0x0020000d]: explicit(0x0020000d, "UI", "2.25.4712\0"),
    [0x0020000e]: explicit(0x0020000e, "UI", "2.25.4713\0"),
    [0x00280002]: explicit(0x00280002, "US", us(1)),
    [0x00280004]: explicit(0x00280004, "CS", "MONOCHROME2 "),
    [0x00280010]: explicit(0x00280010, "US", us(4)),
    [0x00280011]: explicit(0x00280011, "US", us(4)),
    [0x00280100]: explicit(0x00280100, "US", us(16)),
    [0x00280101]: explicit(0x00280101, "US", us(16)),
    [0x00280102]: explicit(0x00280102, "US", us(15)),
    [0x00280103]: explicit(0x00280103, "US", us(0)),
    [0x7fe00010]: explicit(0x7fe00010, "OW", Buffer.alloc(32, 7)),
  };
  const all = Object.entries({ ...usual, ...others }).sort(([a], [b]) => Number(a) - Number(b));
  return part10(syntax, Buffer.concat(all.map(([, bytes]) => bytes)));
}
