import type { BuiltImage } from "./build_image.ts";
import type { Check } from "./criteria.ts";
import type { DrawnText } from "./draw_text.ts";
import type { Values } from "./fill_text.ts";

/** The answer key of one image, without its bytes. */
export interface AskedImage {
  readonly number: number;
  readonly patient: number;
  readonly checks: readonly Check[];
  readonly drawn: readonly DrawnText[];
  readonly pixelDigest: string;
  /** Values that must not occur anywhere in the output, with their kinds. */
  readonly planted: readonly Planted[];
}

export interface Planted {
  readonly kind: "name" | "identifier" | "date" | "contact" | "institution" | "uid";
  readonly token: string;
}

const kinds: Readonly<Record<Planted["kind"], readonly string[]>> = {
  name: ["last", "first", "relative", "doctorlast", "operator", "physicianlast"],
  identifier: [
    "mrn",
    "otherid",
    "otherid2",
    "ssn",
    "accession",
    "admission",
    "order",
    "studyid",
    "stepid",
  ],
  date: ["birthdate", "dob", "studydate", "date"],
  contact: ["address", "phone", "email"],
  institution: ["hospital", "hospitalshort", "street"],
  uid: [
    "uid:study",
    "uid:series",
    "uid:instance",
    "uid:frame",
    "uid:step",
    "uid:referencedstudy",
    "uid:irradiation",
    "uid:neighbour",
  ],
};

/** The part of the answer key for a built image. */
export function askImage({ plan, checks, drawn, pixelDigest }: BuiltImage): AskedImage {
  const { number, patient, values } = plan;
  return { number, patient, checks, drawn, pixelDigest, planted: plantedOf(values) };
}

function plantedOf(values: Values): Planted[] {
  const all = Object.entries(kinds).flatMap(([kind, names]) =>
    names.map((name) => ({ kind: kind as Planted["kind"], token: values[name] ?? "" }))
  );
  const seen = new Set<string>();
  return all.filter(({ token }) => token !== "" && !seen.has(token) && seen.add(token));
}
