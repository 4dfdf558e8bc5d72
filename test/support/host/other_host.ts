import { run } from "../tools.ts";

/** A host of its own: a network namespace, joined to this one by a cable that can be pulled. */
export interface OtherHost extends AsyncDisposable {
  /** This host's address, as the other one sees it. */
  readonly gateway: string;
  /** The words before a command that run it there. */
  readonly words: readonly string[];
  readonly pull: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

/** Whether network namespaces may be made here. */
export async function mayMakeHosts(): Promise<boolean> {
  const command = new Deno.Command("unshare", { args: ["-n", "true"], stderr: "null" });
  return Deno.uid() === 0 && await command.output().then(({ success }) => success, () => false);
}

export async function otherHost(number: number): Promise<OtherHost> {
  const name = `intake${Deno.pid}-${number}`;
  const [here, there] = [`h${Deno.pid}x${number}`, `t${Deno.pid}x${number}`];
  const subnet = `10.${200 + (Deno.pid % 50)}.${number}`;
  const ip = (...args: readonly string[]): Promise<string> => run("ip", args);
  const inside = ["-n", name];
  await ip("netns", "add", name);
  await ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name);
  await ip("address", "add", `${subnet}.1/24`, "dev", here);
  await ip("link", "set", here, "up");
  await ip(...inside, "address", "add", `${subnet}.2/24`, "dev", there);
  await ip(...inside, "link", "set", there, "up");
  await ip(...inside, "link", "set", "lo", "up");
  return {
    gateway: `${subnet}.1`,
    words: ["ip", "netns", "exec", name],
    pull: async () => void await ip(...inside, "link", "set", there, "down"),
    plug: async () => void await ip(...inside, "link", "set", there, "up"),
    [Symbol.asyncDispose]: async () => void await ip("netns", "delete", name),
  };
}
