import { Buffer } from "node:buffer";
import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { type Role, roles } from "../view.ts";

/** An account or a token of the API: a line of the file WEB_USERS. */
export interface Account {
  readonly kind: "user" | "token";
  readonly name: string;
  readonly role: Role;
  /** scrypt for passwords; SHA-256 for tokens, which are random. */
  readonly hash: string;
}

/** An invalid line of the file; the message completes the sentence "line 3 …". */
export class AccountsError extends Error {
  override readonly name = "AccountsError";

  constructor(readonly line: number, message: string) {
    super(message);
  }
}

const names = /^[A-Za-z0-9._@-]{1,64}$/;
const tokenHash = /^sha256\$[0-9a-f]{64}$/;

/** Whether a text is a valid name of an account. */
export function isAccountName(text: string): boolean {
  return names.test(text);
}

/**
 * Parses lines `user <name> <role> <hash>` and `token <name> <role> <hash>`. Throws AccountsError.
 */
export function parseAccounts(text: string): Account[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "" || words[0]?.startsWith("#")) return [];
    return [parseAccount(words, index + 1)];
  });
}

function parseAccount(
  [kind, name = "", role, hash = "", ...more]: readonly string[],
  line: number,
): Account {
  if (kind !== "user" && kind !== "token") {
    throw new AccountsError(line, "does not begin with user or token");
  }
  if (!isAccountName(name)) {
    throw new AccountsError(line, "has a name with other characters than letters, digits and ._@-");
  }
  const known = roles.find((each) => each === role);
  if (!known) throw new AccountsError(line, `has a role that is not one of ${roles.join(", ")}`);
  const isHash = kind === "user" ? isPasswordHash(hash) : tokenHash.test(hash);
  if (!isHash || more.length > 0) throw new AccountsError(line, "has no hash written by web-user");
  return { kind, name, role: known, hash };
}

/** Formats accounts as the text of the file. */
export function formatAccounts(accounts: readonly Account[]): string {
  return accounts.map(({ kind, name, role, hash }) => `${kind} ${name} ${role} ${hash}\n`).join("");
}

/** The hash of a bearer token. */
export function hashToken(token: string): string {
  return `sha256$${createHash("sha256").update(token).digest("hex")}`;
}

/** The account of a bearer token. */
export function accountOfToken(
  accounts: readonly Account[],
  token: string,
): Account | undefined {
  const given = Buffer.from(hashToken(token));
  return accounts.find(({ kind, hash }) =>
    kind === "token" && timingSafeEqual(Buffer.from(hash), given)
  );
}

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
function isPasswordHash(text: string): boolean {
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
