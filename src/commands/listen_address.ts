import { IntakeError } from "../errors.ts";

/** The address on which a server listens. */
export interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
}

/** Parses `host:port`, also `[::1]:8480`. Throws IntakeError SETTINGS. */
export function listenAddress(text: string): ListenAddress {
  const at = text.lastIndexOf(":");
  const port = Number(text.slice(at + 1));
  if (port > 65_535) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_LISTEN: port ${port} does not exist`,
      "use a port up to 65535",
    );
  }
  return { hostname: text.slice(0, at).replace(/^\[|\]$/g, ""), port };
}

/** Whether an address can be reached from this machine only. */
export function isLoopback({ hostname }: ListenAddress): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
