/** A JPEG stream is damaged, or of a kind that is not redacted. The message says why. */
export class UnfitJpeg extends Error {
  override readonly name = "UnfitJpeg";
}

/** The error for a stream that does not follow ITU-T T.81. */
export function damagedJpeg(): UnfitJpeg {
  return new UnfitJpeg("a frame cannot be decoded");
}

/** Why a stream with this marker is not redacted (T.81 table B.1). */
export function reasonFor(code: number): string {
  if (code === 0xc2) return "its JPEG compression is progressive";
  if (code === 0xc3) return "a frame is not compressed as its transfer syntax says";
  if (code >= 0xc9 && code <= 0xcc) return "its JPEG compression uses arithmetic codes";
  if (code === 0xdc) return "its JPEG stream states its number of rows only after the first scan";
  if (code < 0xd0 || code >= 0xde) return "its JPEG compression is hierarchical or unknown";
  return "a frame cannot be decoded";
}
