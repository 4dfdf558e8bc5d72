/** How the items of a sequence are treated that hold free content. */
export type ContentMode = "clean" | "dummy";

/** Terms of PS3.3 that say how content is built, not what it says. */
const structuralTerms = new Set(
  ("TEXT,NUM,CODE,CONTAINER,PNAME,DATE,TIME,DATETIME,UIDREF,COMPOSITE,IMAGE,WAVEFORM,SCOORD," +
    "SCOORD3D,TCOORD,TABLE,NUMERIC,CONTAINS,HAS PROPERTIES,HAS OBS CONTEXT,HAS ACQ CONTEXT," +
    "INFERRED FROM,SELECTED FROM,HAS CONCEPT MOD,SEPARATE,CONTINUOUS,POINT,POLYLINE,CIRCLE," +
    "ELLIPSE,INTERPOLATED,MULTIPOINT,MULTISEGMENT,POLYGON,ELLIPSOID,PIXEL,DISPLAY,MATRIX," +
    "SEGMENT,BEGIN,END,MULTISEGMENT,Y,N,YES,NO,LEFT,RIGHT,CENTER,DCMR,SEQUENCE").split(","),
);

/** Code values of the schemes that clinical content is coded in. */
const codePatterns: Readonly<Record<string, RegExp>> = {
  DCM: /^\d{6}$/,
  LN: /^\d{1,5}-\d$/,
  SCT: /^\d{6,9}$/,
  SRT: /^[A-Z]\d?-[0-9A-F]{4,5}$/,
  UCUM: /^[A-Za-z%/0-9.]{1,6}$/,
};

/** GraphicDimensions and NumberOfGraphicPoints: how many numbers GraphicData has. */
const structuralNumbers = new Set([0x00700020, 0x00700021]);

const texts = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
const numbers = new Set(["AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"]);
const codeTags = new Set([0x00080100, 0x00080102]);

/**
 * What stays of one value of free content (PS3.15 E.3.2, E.3.4): the value itself (`keep`), a
 * cleaned text, or nothing, for which a dummy stands. `scheme` and `code` are those of the
 * coded entry the value is part of.
 */
export function contentValue(
  { tag, vr, text }: { readonly tag: number; readonly vr: string; readonly text: string },
  entry: { readonly scheme: string; readonly code: string },
  mode: ContentMode,
  clean: (text: string) => string,
): "keep" | { readonly text: string } {
  if (vr === "CS") {
    return text.split("\\").every((term) => structuralTerms.has(term.trim())) ? "keep" : nothing;
  }
  if (structuralNumbers.has(tag)) return "keep";
  if (mode === "dummy") return nothing;
  if (numbers.has(vr)) return "keep";
  if (vr === "DS" || vr === "IS") return /^[-+\d.eE\\ ]*$/.test(text) ? "keep" : nothing;
  if (codeTags.has(tag)) return codePatterns[entry.scheme]?.test(entry.code) ? "keep" : nothing;
  return texts.has(vr) ? { text: clean(text) } : nothing;
}

const nothing = { text: "" };
