import { createHmac } from "node:crypto";

/** What a pseudonym stands for; the same value of another kind has another pseudonym. */
export type PseudonymKind = "uid" | "patient" | "batch";

/**
 * HMAC-SHA-256(key, kind ‖ 0 ‖ value): the same for the same value, on every machine that has
 * the key; without the key neither reversible nor comparable.
 */
function keyedHash(key: Uint8Array, kind: PseudonymKind, value: string): Uint8Array {
  return createHmac("sha256", key).update(kind).update("\0").update(value).digest();
}

/** The UID that stands for another: `2.25.` and 128 bits in decimal (PS3.5 B.2), at most 44 characters. */
export function pseudonymousUID(key: Uint8Array, uid: string): string {
  const hex = Array.from(
    keyedHash(key, "uid", uid).subarray(0, 16),
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return `2.25.${BigInt(`0x${hex.join("")}`)}`;
}

/** The code that stands for a patient: an identifier within the domain of its issuer. */
export function patientCode(key: Uint8Array, issuer: string, patientID: string): string {
  return `P-${letters(keyedHash(key, "patient", `${issuer}\0${patientID}`))}`;
}

/** The code that stands for a Batch wherever its folder's name must not appear. */
export function batchCode(key: Uint8Array, uid: string): string {
  return `B-${letters(keyedHash(key, "batch", uid))}`;
}

const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/** 80 bits as 16 letters and digits that are not easily taken for one another. */
function letters(hash: Uint8Array): string {
  let bits = 0n;
  for (const byte of hash.subarray(0, 10)) bits = bits << 8n | BigInt(byte);
  let text = "";
  for (let at = 0; at < 16; at++, bits >>= 5n) text += alphabet[Number(bits & 31n)];
  return text;
}
