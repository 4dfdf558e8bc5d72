import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a guess costs: scrypt's N as a power of two, r and p (RFC 7914). */
export interface Work {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MB and a fifth of a second a guess: what OWASP asks of scrypt. */
const cost: Work = { logN: 17, r: 8, p: 1 };
const hashBytes = 32;
const written = /^scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** Hashes a password with a new salt, slowly: `scrypt$ln=17,r=8,p=1$salt$hash`. */
export async function hashPassword(password: string, work = cost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, work);
  const { logN, r, p } = work;
  const [saltText, hashText] = [salt.toString("base64url"), hash.toString("base64url")];
  return `scrypt$ln=${logN},r=${r},p=${p}$${saltText}$${hashText}`;
}

/** Whether text is a hash that `hashPassword` writes. */
export function isPasswordHash(text: string): boolean {
  return written.test(text);
}

/** Whether a password is the one that was hashed; takes as long when it is not. */
export async function verifyPassword(password: string, hashed: string): Promise<boolean> {
  const [, logN, r, p, salt = "", hash = ""] = written.exec(hashed) ?? [];
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
  { logN, r, p }: Work,
): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, hashBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
