/** What somebody may do: look, or also send Batches through their job again. */
export const roles = ["reader", "operator"] as const;
export type Role = typeof roles[number];

/** Who looks at the page or calls the API. */
export interface Viewer {
  readonly name: string;
  readonly role: Role;
  /** `local`: nobody has to log in; `session`: by a password; `token`: by a bearer token. */
  readonly by: "local" | "session" | "token";
  /** What forms of this viewer must carry. */
  readonly csrf: string;
}
