import type { IntakeUnderTest } from "../program/intake.ts";
import { run } from "../tools.ts";

const nobody = "65534";

/** Whether programs may be run as somebody else here; says so when not. */
export function mayBeOthers(): boolean {
  // deno-lint-ignore no-console
  if (Deno.uid() !== 0) console.warn("tests are left out: they run the program as another user");
  return Deno.uid() === 0;
}

/** Somebody who may read nothing that others do not let him. */
export interface OtherUser {
  /** The words before a command that run it as this user. */
  readonly words: readonly string[];
  readonly env: Record<string, string>;
}

/** Gives the directories of a program under test to a user without rights, who then runs it. */
export async function otherUser({ directory }: IntakeUnderTest): Promise<OtherUser> {
  await run("chown", ["-R", `${nobody}:${nobody}`, directory]);
  await run("chmod", ["755", directory]);
  const words = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
  return { words, env: { HOME: directory, DENO_DIR: `${directory}/deno` } };
}
