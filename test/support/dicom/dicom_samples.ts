import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { run } from "../tools.ts";

/** The programs of dcmtk and GDCM that make the samples. */
export const dcmtkTools = [
  "dump2dcm",
  "img2dcm",
  "dcmconv",
  "dcmcjpeg",
  "dcmcjpls",
  "dcmcrle",
  "dcmj2pnm",
  "gdcmconv",
];

/** A header with sequences three deep, private elements and an empty sequence, for dump2dcm. */
const nested = `
(0008,0005) CS [ISO_IR 100]
(0008,0016) UI [1.2.840.10008.5.1.4.1.1.4]
(0008,0018) UI [2.25.777001]
(0008,0020) DA [20200131]
(0008,0060) CS [MR]
(0008,1110) SQ
  (fffe,e000) na
    (0008,1150) UI [1.2.840.10008.3.1.2.3.1]
    (0008,1155) UI [2.25.777101]
    (0040,a170) SQ
      (fffe,e000) na
        (0008,0100) SH [CODE]
        (0008,1115) SQ
          (fffe,e000) na
            (0020,000e) UI [2.25.777102]
          (fffe,e00d) na
        (fffe,e0dd) na
      (fffe,e00d) na
    (fffe,e0dd) na
  (fffe,e00d) na
(fffe,e0dd) na
(0008,1140) SQ
(fffe,e0dd) na
(0009,0010) LO [PRIVATE CREATOR]
(0009,1001) LO [private text]
(0010,0010) PN [FAKE^NESTED]
(0010,0020) LO [FAKE-NESTED]
(0020,000d) UI [2.25.777002]
(0020,000e) UI [2.25.777003]
(0020,0013) IS [7]
(0028,0010) US 4
(0028,0011) US 4
(0028,0100) US 8
(0028,0101) US 8
(0028,0102) US 7
(0028,0103) US 0
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(7fe0,0010) OB 00\\01\\02\\03\\04\\05\\06\\07\\08\\09\\0a\\0b\\0c\\0d\\0e\\0f
`;

/** One file in every encoding of PS3.5 that dcmtk and GDCM write, by name. */
export async function makeSamples(directory: string): Promise<Record<string, string>> {
  const at = (name: string): string => `${directory}/${name}.dcm`;
  const [first] = syntheticStudy({ number: 4711, images: 1, size: 64 });
  if (!first) throw new TypeError("a study has an image");
  Deno.writeFileSync(at("explicit"), first.bytes);
  Deno.writeTextFileSync(`${directory}/nested.dump`, nested);
  await run("dump2dcm", [`${directory}/nested.dump`, at("nested")]);
  const conversions: Record<string, readonly [source: string, program: string, ...args: string[]]> =
    {
      implicit: ["explicit", "dcmconv", "+ti"],
      bigEndian: ["explicit", "dcmconv", "+tb"],
      deflated: ["explicit", "dcmconv", "+td"],
      withoutMeta: ["explicit", "dcmconv", "-F"],
      implicitWithoutMeta: ["explicit", "dcmconv", "-F", "+ti"],
      jpeg: ["explicit", "dcmcjpeg", "+e1"],
      jpegLS: ["explicit", "dcmcjpls"],
      jpeg2000: ["explicit", "gdcmconv", "--j2k"],
      rle: ["explicit", "dcmcrle"],
      nestedImplicit: ["nested", "dcmconv", "+ti"],
      nestedBigEndian: ["nested", "dcmconv", "+tb"],
      nestedUndefined: ["nested", "dcmconv", "-e"],
      nestedImplicitUndefined: ["nested", "dcmconv", "+ti", "-e"],
      nestedDeflated: ["nested", "dcmconv", "+td"],
      groupLengths: ["nested", "dcmconv", "+g"],
      padded: ["nested", "dcmconv", "+p", "512", "64"],
    };
  await run("dcmj2pnm", ["+oj", at("explicit"), `${directory}/picture.jpg`]);
  await run("img2dcm", [
    "-k",
    "0010,0010=FAKE^PICTURE",
    "-k",
    "0010,0020=FAKE-PICTURE",
    `${directory}/picture.jpg`,
    at("picture"),
  ]);
  for (const [name, [source, program, ...args]] of Object.entries(conversions)) {
    await run(program, [...args, at(source), at(name)]);
  }
  const names = ["explicit", "nested", "picture", ...Object.keys(conversions)];
  return Object.fromEntries(names.map((name) => [name, at(name)]));
}
