import { codeRows, hasCheckDigit } from "../../dicom/code_rows.ts";

/** Other designators of the same scheme (PS3.16 table 8-1). */
const sameScheme: Readonly<Record<string, string>> = {
  SNM3: "SRT",
  "99SDM": "SRT",
  "2.16.840.1.113883.6.96": "SCT",
  "2.16.840.1.113883.6.1": "LN",
  LOINC: "LN",
};

/** Patterns for the codes of schemes that are not in the table. */
const shapes: Readonly<Record<string, RegExp>> = {
  C4: /^\d{4}[0-9FTU]$/,
  DCM: /^1[0-3]\d{4}$/,
  FMA: /^\d{1,6}$/,
  I10: /^[A-Z]\d\w(?:\.\w{1,4})?$/,
  I10C: /^[A-Z]\d\w(?:\.\w{1,4})?$/,
  I10P: /^[0-9A-HJ-NP-Z]{7}$/,
  I9: /^[EV]?\d{2,3}(?:\.\d{1,2})?$/,
  I9C: /^[EV]?\d{2,3}(?:\.\d{1,2})?$/,
  IBSI: /^[0-9A-Z]{4}$/,
  ICDO3: /^(?:[89]\d{3}\/\d|C\d{2}(?:\.\d)?)$/,
  ISO3166_1: /^[A-Z]{2,3}$/,
  ISO5218_1: /^[0129]$/,
  ISO639_1: /^[a-z]{2}$/i,
  ISO639_2: /^[a-z]{3}$/i,
  ITIS_TSN: /^\d{5,7}$/,
  LN: /^(?:LP)?\d{1,7}-\d$/,
  MDC: /^\d{1,7}$/,
  NCIt: /^C\d{4,7}$/,
  RADELEMENT: /^RDE[S]?\d{1,6}(?:\.\d{1,3})?$/,
  RADLEX: /^RID\d{1,6}$/,
  RFC3066: /^[a-z]{2,3}(?:-[A-Z]{2})?$/i,
  RFC5646: /^[a-z]{2,3}(?:-[A-Z]{2})?$/i,
  SCT: /^\d{6,18}$/,
  SRT: /^[A-Z]\d?-[0-9A-F]{4,6}$/,
  UBERON: /^\d{7}$/,
  UMLS: /^C\d{7}$/,
};

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Whether a code belongs to a published scheme, by the tables of PS3.16 or by its format. */
export function isPublishedCode(scheme: string, code: string): boolean {
  const name = nameOf(scheme);
  if (name === "UCUM") return isUnit(code);
  if (meanings().has(`${name}\t${code}`)) return true;
  const isWritten = shapes[name]?.test(code) ?? false;
  if (name === "SCT") return isWritten && hasCheckDigit(code);
  return isWritten && (languages[name]?.(code) ?? "?") !== "";
}

/**
 * The meaning of a published code: the given one if PS3.16 has it, otherwise another one of PS3.16.
 * Undefined if the table has no meaning for the code.
 */
export function publishedMeaning(scheme: string, code: string, given: string): string | undefined {
  const name = nameOf(scheme);
  const all = meanings().get(`${name}\t${code}`) ?? [];
  const same = [...all, code].find((one) => folded(one) === folded(given));
  if (same !== undefined) return given;
  if (all[0] !== undefined) return all[0];
  if (name === "UCUM" && isUnit(code)) return code;
  return languages[name]?.(code) || undefined;
}

const displayNames = (type: "language" | "region"): (code: string) => string => {
  let names: Intl.DisplayNames | undefined; // takes milliseconds
  return (code) => {
    names ??= new Intl.DisplayNames("en", { type, fallback: "none" });
    return names.of(code) ?? "";
  };
};
const language = displayNames("language");
const languages: Readonly<Record<string, (code: string) => string>> = {
  ISO639_1: language,
  ISO639_2: language,
  RFC3066: language,
  RFC5646: language,
  ISO3166_1: (code) => code.length === 2 ? displayNames("region")(code) : code,
};

function folded(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").toLowerCase();
}

function nameOf(scheme: string): string {
  return sameScheme[scheme] ?? scheme;
}

/** Meanings by scheme and code; parsed on first use in each thread. */
function meanings(): ReadonlyMap<string, readonly string[]> {
  return known ??= readMeanings();
}

function readMeanings(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [scheme, code, meaning] of codeRows()) {
    if (code === "...") continue;
    const name = `${scheme}\t${code}`;
    const before = found.get(name);
    if (before) before.push(meaning);
    else found.set(name, [meaning]);
  }
  return found;
}

/** Atoms of UCUM that take no metric prefix, or that are written with brackets and signs. */
const others =
  ("% [ppth] [ppm] ppm ppb [ppb] [pptr] [pi] 10* 10^ deg ' '' gon min h d a mo wk sph ar " +
    "[in_i] [ft_i] [yd_i] [mi_i] [lb_av] [oz_av] [degF] [pH] [hp_X] [Ch] [PRU] [wood'U] [diop] " +
    "diop [hnsf'U] [arb'U] [iU] [IU] [USP'U] [CFU] [PFU] [Amb'a'1'U] [H] Np [drp] [pouce] [g] " +
    "[c] [e] [m_e] [m_p] mm[Hg] cm[H2O] dyn Torr psi [psi] [cal] [100]g [100]ml [APL'U] " +
    "[GPL'U] [MPL'U]")
    .split(" ");
const metric =
  ("m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L t u eV pc " +
    "bar G Ci R RAD REM kat U eq osm cal m[Hg] m[H2O] B Bd bit By st Oe Mx P dyn erg [iU] [IU]")
    .split(" ");
const prefixes = "Y Z E P T G M k h da d c m u n p f a z y".split(" ");

const atoms = new Set([
  ...others,
  ...metric,
  ...metric.flatMap((atom) => prefixes.map((prefix) => prefix + atom)),
]);

/** Permitted annotations in braces: those of PS3.16, and names of counted things. */
const annotations = new Set(
  ("ratio counts propcounts Particles Tissue WetWeight SUVbw SUVlbm SUVbsa SUVibw " +
    "SUVlbm(James128) SUVlbm(Janma) beats events cells pixels voxels frames images slices " +
    "score points samples lines H.U. HU fraction index number breaths pulses rotations " +
    "revolutions exposures particles spots segments lesions nodules").split(" "),
);
const component =
  /^([^\s{}0-9+-]*(?:\[[^\s{}\]]+\]|\*)?[^\s{}0-9+-]*)?([+-]?\d{1,2})?((?:\{[^{}]*\})*)$/;
const longest = 64;

/**
 * Whether a text is a unit of UCUM (case sensitive): atoms with prefixes, exponents and the
 * annotations that PS3.16 uses, joined by `.` and `/`. Free text between braces is not one.
 */
function isUnit(code: string): boolean {
  if (code === "" || code.length > longest) return false;
  const parts = code.replace(/^\//, "").split(/[./](?![^{]*\})/);
  return parts.every(isComponent);
}

function isComponent(text: string): boolean {
  if (/^\d{1,3}$/.test(text) || /^10[*^]?[+-]?\d{1,2}$/.test(text)) return true;
  const [, head = "", , braces = ""] = componentOf(text.replace(/^10{1,3}(?=[a-z])/i, "")) ?? [];
  const notes = [...braces.matchAll(/\{([^{}]*)\}/g)].map(([, note = ""]) => note);
  if (!notes.every((note) => annotations.has(note))) return false;
  return head === "" ? notes.length > 0 : atoms.has(head);
}

/** Atom, exponent and annotations; the digits inside brackets belong to the atom. */
function componentOf(text: string): readonly string[] | undefined {
  const bracketed = /^([A-Za-z]*\[[^\s{}\]]+\][a-z]*)([+-]?\d{1,2})?((?:\{[^{}]*\})*)$/.exec(text);
  return bracketed ?? component.exec(text) ?? undefined;
}
