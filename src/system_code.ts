/** Errors of Linux that the runtime gives no code. */
const byNumber: Readonly<Record<string, string>> = {
  23: "ENFILE",
  112: "EHOSTDOWN",
  116: "ESTALE",
  122: "EDQUOT",
};

/** The operating system's name of an error, `ENOSPC`; empty for errors that are not its own. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UNKNOWN" && "errno" in error) return byNumber[String(-Number(error.errno))] ?? code;
  if (code !== "") return code;
  const [, number = ""] = /\(os error (\d+)\)/.exec(error.message) ?? [];
  return byNumber[number] ?? "";
}
