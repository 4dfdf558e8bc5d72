import * as Tag from "../../dicom/tag.ts";

/** Defined terms of PS3.3 that describe the structure of content. */
const terms = new Set(
  ("TEXT,NUM,CODE,CONTAINER,PNAME,DATE,TIME,DATETIME,UIDREF,COMPOSITE,IMAGE,WAVEFORM,SCOORD," +
    "SCOORD3D,TCOORD,TABLE,NUMERIC,CONTAINS,HAS PROPERTIES,HAS OBS CONTEXT,HAS ACQ CONTEXT," +
    "INFERRED FROM,SELECTED FROM,HAS CONCEPT MOD,SEPARATE,CONTINUOUS,POINT,POLYLINE,CIRCLE," +
    "ELLIPSE,INTERPOLATED,MULTIPOINT,MULTISEGMENT,POLYGON,ELLIPSOID,PIXEL,DISPLAY,MATRIX," +
    "SEGMENT,BEGIN,END,Y,N,YES,NO,LEFT,RIGHT,CENTER,DCMR,SEQUENCE,FRAME,VOLUME").split(","),
);
/** ContextIdentifier and TemplateIdentifier: numbers of context groups and templates of PS3.16. */
const identifiers = new Set([Tag.ContextIdentifier, Tag.TemplateIdentifier]);
const identifier = /^(?:CID |TID )?\d{1,5}[A-Z]?$/;

/**
 * Whether a value of VR CS in free content belongs to its structure. `text` may have several
 * values.
 */
export function isStructural(tag: number, text: string): boolean {
  if (identifiers.has(tag)) return identifier.test(text.trim());
  return text.split("\\").every((term) => terms.has(term.trim()));
}
