import { IntakeError } from "../errors.ts";

/** Where a server listens. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
}

/** Reads `host:port`, `[::1]:8480` included. Throws IntakeError SETTINGS. */
export function listenAddress(text: string): ListenAddress {
  const at = text.lastIndexOf(":");
  const port = Number(text.slice(at + 1));
  if (port > 65_535) {
    throw new IntakeError("SETTINGS", `WEB_LISTEN has no port ${port}`, "give one up to 65535");
  }
  return { hostname: text.slice(0, at).replace(/^\[|\]$/g, ""), port };
}

/** Whether only this machine can reach an address. */
export function isLoopback({ hostname }: ListenAddress): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
