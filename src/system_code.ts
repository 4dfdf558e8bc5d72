/** Linux errors for which the runtime provides no code. */
const byNumber: Readonly<Record<string, string>> = {
  23: "ENFILE",
  112: "EHOSTDOWN",
  116: "ESTALE",
  122: "EDQUOT",
};

/** The code of an operating system error, such as `ENOSPC`; empty for other errors. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UNKNOWN" && "errno" in error) return byNumber[String(-Number(error.errno))] ?? code;
  if (code !== "") return code;
  const [, number = ""] = /\(os error (\d+)\)/.exec(error.message) ?? [];
  return byNumber[number] ?? "";
}
