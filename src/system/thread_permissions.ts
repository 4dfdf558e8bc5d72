/** What a thread may do. */
type Granted = Pick<Deno.PermissionOptionsObject, "read" | "write">;

/** The permissions of a thread that may do what is granted, and nothing else. */
export function onlyThese(granted: Granted): Deno.PermissionOptionsObject {
  return {
    read: false,
    write: false,
    net: false,
    env: false,
    run: false,
    sys: false,
    ffi: false,
    ...granted,
  };
}
