/** A reader may read; an operator may also retry Batches. */
export const roles = ["reader", "operator"] as const;
export type Role = typeof roles[number];

/** The user or program that sends a request. */
export interface Viewer {
  readonly name: string;
  readonly role: Role;
  /** `local`: no login is required; `session`: logged in; `token`: a bearer token. */
  readonly by: "local" | "session" | "token";
  /** The CSRF token of this viewer's forms. */
  readonly csrf: string;
}
