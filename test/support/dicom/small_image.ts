import { ascii, encodeFile, plainEncodings, somePixels } from "./encode_data_set.ts";

/** What identifies an image; everything else of it is the same. */
export interface SmallImage {
  readonly patient: string;
  readonly issuer?: string;
  readonly study: string;
  readonly studyDate?: string;
  readonly studyID?: string;
  readonly series?: string;
  readonly instance: string;
}

/** An MR image of a pixel or two, as a file of a folder. */
export function smallImage(image: SmallImage): { name: string; bytes: Uint8Array } {
  const { patient, issuer, study, studyDate = "20200131", series = `${study}.1`, instance } = image;
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
    ascii(0x00080018, "UI", instance),
    ascii(0x00080020, "DA", studyDate),
    ascii(0x00080060, "CS", "MR"),
    ascii(0x00100010, "PN", `NAME^${patient}`),
    ascii(0x00100020, "LO", patient),
    ...(issuer === undefined ? [] : [ascii(0x00100021, "LO", issuer)]),
    ascii(0x0020000d, "UI", study),
    ascii(0x0020000e, "UI", series),
    ascii(0x00200010, "SH", image.studyID ?? "1"),
    somePixels,
  ];
  return { name: `${instance}.dcm`, bytes: encodeFile(elements, explicit) };
}
