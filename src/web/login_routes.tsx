import type { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { LoginPage } from "./pages/layout.tsx";
import type { AccessPorts } from "./ports.ts";
import { type Account, verifyPassword } from "./security/accounts.ts";
import { cookieName, type WebEnv } from "./security/guard.ts";
import { readForm } from "./security/read_form.ts";
import type { Sessions } from "./security/sessions.ts";

const faults = {
  "wrong": "Incorrect username or password.",
  "too many": "Too many attempts. Try again in 15 minutes.",
} as const;

/** Adds the routes for logging in and out. */
export function addLogin(
  app: Hono<WebEnv>,
  { accounts, isEncrypted }: AccessPorts,
  sessions: Sessions,
): void {
  const cookie = cookieName(isEncrypted);
  const options = {
    httpOnly: true,
    sameSite: "Strict",
    secure: isEncrypted,
    path: "/",
  } as const;
  const login = new Login(accounts ?? (() => []));

  app.get("/login", (c) => {
    if (!accounts) return c.redirect("/");
    return c.html(<LoginPage to={ownPath(c.req.query("to"))} fault={undefined} />);
  });
  app.post("/login", async (c) => {
    const { name = "", password = "", to } = await readForm(c);
    const attempt = await login.attempt(name, password, c.env.address ?? "");
    if (typeof attempt === "string") {
      const status = attempt === "wrong" ? 401 : 429;
      return c.html(<LoginPage to={ownPath(to)} fault={faults[attempt]} />, status);
    }
    setCookie(c, cookie, sessions.open(attempt), options);
    return c.redirect(ownPath(to), 303);
  });
  app.post("/logout", (c) => {
    sessions.close(getCookie(c, cookie) ?? "");
    deleteCookie(c, cookie, options);
    return c.redirect("/login", 303);
  });
}

/** Returns the path if it belongs to this program, not to another host; otherwise `/`. */
function ownPath(path: string | undefined): string {
  return path && /^\/(?![/\\])[\w\-./]*$/.test(path) ? path : "/";
}

/** The result of a login attempt. */
export type Attempt = Account | "wrong" | "too many";

const windowSeconds = 900;
const attemptsPerName = 5;
const attemptsPerAddress = 30;
/** Checking a password needs 128 MB of memory. */
const maxConcurrent = 2;
/** Matches no password. Checked for unknown names, so that they take as long as known ones. */
const unmatchedHash = `scrypt$ln=17,r=8,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;

/**
 * Checks passwords, at most two at once. After five wrong passwords for a name from one address, or
 * thirty from one address, attempts are rejected for 15 minutes.
 */
class Login {
  readonly #perName = new RateLimiterMemory({ points: attemptsPerName, duration: windowSeconds });
  readonly #perAddress = new RateLimiterMemory({
    points: attemptsPerAddress,
    duration: windowSeconds,
  });
  #checking = 0;

  constructor(readonly accounts: () => readonly Account[]) {}

  async attempt(name: string, password: string, address: string): Promise<Attempt> {
    const one = `${address} ${name.slice(0, 64)}`;
    if (this.#checking >= maxConcurrent || !(await this.#admit(one, address))) return "too many";
    this.#checking++;
    try {
      const account = this.accounts().find((each) => each.kind === "user" && each.name === name);
      const isRight = await verifyPassword(password, account?.hash ?? unmatchedHash);
      if (!account || !isRight) return "wrong";
      await Promise.all([this.#perName.delete(one), this.#perAddress.reward(address)]);
      return account;
    } finally {
      this.#checking--;
    }
  }

  async #admit(one: string, address: string): Promise<boolean> {
    try {
      await this.#perAddress.consume(address);
      await this.#perName.consume(one);
      return true;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return false;
    }
  }
}
