const ticksPerSecond = 100;

/** Processor time in seconds of a process and all its running and ended children. */
export function cpuSecondsOfFamily(pid: string): number {
  const children = [...Deno.readDirSync("/proc")].filter(({ name }) =>
    /^\d+$/.test(name) && statOf(name)?.[1] === pid
  );
  const running = children.map(({ name }) => ticksOf(statOf(name) ?? []));
  return [ticksOf(statOf(pid) ?? []), ...running].reduce((sum, one) => sum + one, 0) /
    ticksPerSecond;
}

/** Clock ticks of a process and its ended children (proc(5): utime, stime, cutime, cstime). */
function ticksOf(stat: readonly string[]): number {
  return stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** The fields of /proc/<pid>/stat after the program's name, which may contain spaces. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined; // the process has ended meanwhile
  }
}
