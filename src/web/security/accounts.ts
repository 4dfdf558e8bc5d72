import { createHash, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { type Role, roles } from "../viewer.ts";
import { isPasswordHash } from "./password.ts";

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

/** Parses lines `user <name> <role> <hash>` and `token <name> <role> <hash>`. Throws AccountsError. */
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
  if (!known) throw new AccountsError(line, `has a role that is not ${roles.join(" or ")}`);
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
