import { writeFile, type Written } from "../../../src/cli/demo/write_explicit.ts";

const ct = "1.2.840.10008.5.1.4.1.1.2";

/**
 * An image with a token in everything that identifies, and further elements before its pixel data.
 */
export function plantedFile(
  token: string,
  instance: number,
  further: readonly Written[] = [],
): Uint8Array {
  const elements: Written[] = [
    [0x00080018, "UI", `2.25.55${instance}`],
    [0x00080050, "SH", `${token}ACC`],
    [0x00081030, "LO", `${token} study`],
    [0x00081110, "SQ", [[[0x00081155, "UI", "2.25.551551"], [0x00104000, "LT", token]]]],
    [0x00090010, "LO", `${token} CREATOR`],
    [0x00100010, "PN", `${token}^JANE`],
    [0x00100020, "LO", `${token}ID`],
    [0x00100021, "LO", `${token}ISSUER`],
    [0x0020000d, "UI", "2.25.551"],
    [0x0020000e, "UI", "2.25.552"],
    [0x00280010, "US", [1]],
    ...further,
    [0x7fe00010, "OW", Uint8Array.of(7, 7)],
  ];
  return writeFile(ct, `2.25.55${instance}`, elements);
}
