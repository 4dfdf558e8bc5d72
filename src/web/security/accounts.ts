import { createHash, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { type Role, roles } from "../viewer.ts";
import { isPasswordHash } from "./password.ts";

/** Who may log in, or call the API with a token: a line of the file WEB_USERS. */
export interface Account {
  readonly kind: "user" | "token";
  readonly name: string;
  readonly role: Role;
  /** Of a password: slow; of a token, which nobody can guess: SHA-256. */
  readonly hash: string;
}

/** A line of the file that is not understood; the message completes "line 3 …". */
export class AccountsError extends Error {
  override readonly name = "AccountsError";

  constructor(readonly line: number, message: string) {
    super(message);
  }
}

const names = /^[A-Za-z0-9._@-]{1,64}$/;
const tokenHash = /^sha256\$[0-9a-f]{64}$/;

/** Whether text can be the name of an account. */
export function isAccountName(text: string): boolean {
  return names.test(text);
}

/** Reads `user <name> <role> <hash>` and `token <name> <role> <hash>`. Throws AccountsError. */
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
  if (kind !== "user" && kind !== "token") throw new AccountsError(line, "is no user and no token");
  if (!isAccountName(name)) throw new AccountsError(line, "has no name of letters and digits");
  const known = roles.find((each) => each === role);
  if (!known) throw new AccountsError(line, `has a role that is not ${roles.join(" or ")}`);
  const isHash = kind === "user" ? isPasswordHash(hash) : tokenHash.test(hash);
  if (!isHash || more.length > 0) throw new AccountsError(line, "has no hash that web-user wrote");
  return { kind, name, role: known, hash };
}

/** The text of the file that says this. */
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
