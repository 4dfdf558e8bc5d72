/** Atoms of UCUM that take no metric prefix, or that are written with brackets and signs. */
const others =
  ("% [ppth] [ppm] ppm ppb [ppb] [pptr] [pi] 10* 10^ deg ' '' gon min h d a mo wk sph ar " +
    "[in_i] [ft_i] [yd_i] [mi_i] [lb_av] [oz_av] [degF] [pH] [hp_X] [Ch] [PRU] [wood'U] [diop] diop " +
    "[hnsf'U] [arb'U] [iU] [IU] [USP'U] [CFU] [PFU] [Amb'a'1'U] [H] Np [drp] [pouce] [g] [c] [e] " +
    "[m_e] [m_p] mm[Hg] cm[H2O] dyn Torr psi [psi] [cal] [100]g [100]ml [APL'U] [GPL'U] [MPL'U]")
    .split(" ");
const metric =
  ("m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L t u eV pc bar G Ci R " +
    "RAD REM kat U eq osm cal m[Hg] m[H2O] B Bd bit By st Oe Mx P dyn erg [iU] [IU]").split(" ");
const prefixes = "Y Z E P T G M k h da d c m u n p f a z y".split(" ");

const atoms = new Set([
  ...others,
  ...metric,
  ...metric.flatMap((atom) => prefixes.map((prefix) => prefix + atom)),
]);

/** Permitted annotations in braces: those of PS3.16, and names of counted things. */
const annotations = new Set(
  ("ratio counts propcounts Particles Tissue WetWeight SUVbw SUVlbm SUVbsa SUVibw SUVlbm(James128) " +
    "SUVlbm(Janma) beats events cells pixels voxels frames images slices score points samples lines " +
    "H.U. HU fraction index number breaths pulses rotations revolutions exposures particles spots " +
    "segments lesions nodules").split(" "),
);
const component =
  /^([^\s{}0-9+-]*(?:\[[^\s{}\]]+\]|\*)?[^\s{}0-9+-]*)?([+-]?\d{1,2})?((?:\{[^{}]*\})*)$/;
const longest = 64;

/**
 * Whether a text is a unit of UCUM (case sensitive): atoms with prefixes, exponents and the
 * annotations that PS3.16 uses, joined by `.` and `/`. Free text between braces is not one.
 */
export function isUnit(code: string): boolean {
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
