import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** The cost parameters of scrypt (RFC 7914); N is given as a power of two. */
export interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MB and 0.2 seconds per attempt, as OWASP recommends for scrypt. */
const defaultCost: Cost = { logN: 17, r: 8, p: 1 };
const hashBytes = 32;
const format = /^scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** Hashes a password with a new salt: `scrypt$ln=17,r=8,p=1$salt$hash`. */
export async function hashPassword(password: string, cost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  const { logN, r, p } = cost;
  const [saltText, hashText] = [salt.toString("base64url"), hash.toString("base64url")];
  return `scrypt$ln=${logN},r=${r},p=${p}$${saltText}$${hashText}`;
}

/** Whether a text is a hash written by `hashPassword`. */
export function isPasswordHash(text: string): boolean {
  return format.test(text);
}

/** Whether a password matches a hash; compares in constant time. */
export async function verifyPassword(password: string, hashed: string): Promise<boolean> {
  const [, logN, r, p, salt = "", hash = ""] = format.exec(hashed) ?? [];
  const known = Buffer.from(hash, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  });
  return known.length === given.length && timingSafeEqual(known, given);
}

function derive(
  password: string,
  salt: Buffer,
  { logN, r, p }: Cost,
): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, hashBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
