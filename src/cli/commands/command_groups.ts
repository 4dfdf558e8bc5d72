import type { Command } from "../command.ts";

type Load = () => Promise<Command>;

/**
 * The commands in the order of the help text. A command is loaded when it is used, because loading
 * takes time.
 */
const groups: Readonly<Record<string, Readonly<Record<string, Load>>>> = {
  "Process folders": {
    watch: async () => (await import("./watch.ts")).watch,
    queue: async () => (await import("./queue.ts")).queue,
    serve: async () => (await import("./serve.ts")).serve,
    stop: async () => (await import("./stop.ts")).stop,
  },
  "See and correct what happened": {
    status: async () => (await import("./status.ts")).status,
    errors: async () => (await import("./errors.ts")).errors,
    "audit-trail": async () => (await import("./audit_trail.ts")).auditTrailCommand,
    retry: async () => (await import("./retry.ts")).retry,
    acknowledge: async () => (await import("./acknowledge.ts")).acknowledge,
    targets: async () => (await import("./targets.ts")).targets,
    reconcile: async () => (await import("./reconcile.ts")).reconcile,
  },
  "Use the catalogue": {
    export: async () => (await import("./export.ts")).exportCatalogue,
    metrics: async () => (await import("./metrics.ts")).metrics,
    reidentify: async () => (await import("./reidentify.ts")).reidentify,
  },
  "Try rules and options on files": {
    screen: async () => (await import("./screen.ts")).screen,
    explain: async () => (await import("./explain.ts")).explain,
    private: async () => (await import("./private.ts")).privateElements,
    words: async () => (await import("./words.ts")).words,
    deidentify: async () => (await import("./deidentify.ts")).deidentify,
    demo: async () => (await import("./demo.ts")).demo,
  },
  "Administer": {
    project: async () => (await import("./project.ts")).project,
    "rotate-key": async () => (await import("./rotate_key.ts")).rotateKey,
    "web-user": async () => (await import("./web_user.ts")).webUser,
    accounts: async () => (await import("./accounts.ts")).accounts,
  },
};

/** Commands with the same purpose. */
interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Loads all commands. */
export async function commandGroups(): Promise<readonly CommandGroup[]> {
  return await Promise.all(
    Object.entries(groups).map(async ([title, group]) => ({
      title,
      commands: await Promise.all(Object.values(group).map((load) => load())),
    })),
  );
}

/** Loads the command of this name; undefined if there is none. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  const group = Object.values(groups).find((each) => Object.hasOwn(each, name));
  return await group?.[name]?.();
}
