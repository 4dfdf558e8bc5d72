/** `deploy/dicom-intake` sets this variable. */
const variable = "DICOM_INTAKE_COMMAND";

/**
 * How a person runs a command of this program, as this process was run: `dicom-intake status` for
 * the installed command, a container or the compiled program, `deno task status` in a clone.
 */
export function shownCommand(
  line: string,
  isInstalled = Deno.build.standalone || Deno.env.get(variable) !== undefined,
): string {
  return `${isInstalled ? "dicom-intake" : "deno task"} ${line}`;
}

/** A text with code spans, in which commands such as `deno task status` are shown like this. */
export function withShownCommands(text: string, isInstalled?: boolean): string {
  return text.replaceAll(
    /`deno task ([^`]+)`/g,
    (_, line) => `\`${shownCommand(line, isInstalled)}\``,
  );
}
