import { createHash } from "node:crypto";

/** A UID of the benchmark, below the root of PS3.5 B.2: the same parts always give the same. */
export function uidOf(kind: string, ...numbers: readonly number[]): string {
  const hash = createHash("sha256").update(`${kind} ${numbers.join(" ")}`).digest("hex");
  return `1.3.6.1.4.1.99999.7.${BigInt(`0x${hash.slice(0, 28)}`)}`;
}
