import { dropFolder, syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import type { RunningIntake } from "../test/support/program/running_intake.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import { openPages } from "../test/support/web/open_pages.ts";
import { webUrl } from "../test/support/web/web.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";
import { cpuSecondsOfFamily } from "./server_cpu.ts";

const rounds = 7;
const folders = 60;
const images = 40;
const readers = 1000;

interface Round {
  readonly seconds: number;
  /** Processor time of the watcher in seconds, including its pages. */
  readonly work: number;
}

/**
 * How much 1,000 open pages slow the pipeline down. One watcher processes the same folders
 * alternately with and without open pages; the order changes from round to round.
 */
export async function idleReaders(): Promise<Figure[]> {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, {
    WEB_LISTEN: "127.0.0.1:0",
    SETTLE: "0",
    LOG_LEVEL: "info",
  });
  await using watch = intake.start("watch", ["--serve"]);
  // stops its PostgreSQL, which would continue after a kill
  await using _stopped = { [Symbol.asyncDispose]: async () => void await watch.stop() };
  const url = new URL(await webUrl(watch));
  const inbox = new Inbox(intake, watch);
  await inbox.round(); // a first round loads programs and compiles code
  const without: Round[] = [];
  const followed: Round[] = [];
  let bytes = 0;
  const follow = async (): Promise<void> => {
    using pages = await openPages(url, readers);
    followed.push(await inbox.round());
    bytes += pages.bytes() / readers / rounds;
  };
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 1) await follow();
    without.push(await inbox.round());
    if (round % 2 === 0) await follow();
  }
  const ratio = (of: (round: Round) => number): string =>
    shown(followed.map((round, at) => of(round) / of(without[at] ?? round)));
  return [
    { what: `${folders} folders of ${images} images, no page open`, value: figures(without) },
    { what: `the same with ${readers} pages open`, value: figures(followed) },
    { what: "time, without = 1", value: ratio(({ seconds }) => seconds) },
    { what: "processors' time, without = 1", value: ratio(({ work }) => work) },
    { what: "sent to each page meanwhile", value: `${Math.round(bytes / 1000)} kB` },
  ];
}

function figures(rounds: readonly Round[]): string {
  const seconds = shown(rounds.map((round) => round.seconds));
  return `${seconds} s; processors' time ${shown(rounds.map(({ work }) => work))} s`;
}

/** The median, and the lowest and highest value. */
function shown(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [middle, least, most] = [0.5, 0, 1].map((share) => quantile(sorted, share).toFixed(2));
  return `${middle} (${least} to ${most})`;
}

/** Gives the same folders to a watcher in each round. */
class Inbox {
  #ended = 0;

  constructor(readonly intake: IntakeUnderTest, readonly watch: RunningIntake) {}

  async round(): Promise<Round> {
    const first = this.#ended + 1;
    const names = Array.from({ length: folders }, (_, index) => `ST-${first + index}`);
    for (const [index, name] of names.entries()) {
      const study = syntheticStudy({ number: first + index, images, size: 128 });
      dropFolder(this.intake.inbox, `${name}.tmp`, study);
    }
    const startedAt = performance.now();
    const watcher = String(this.watch.pid);
    const before = cpuSecondsOfFamily(watcher);
    for (const name of names) {
      Deno.renameSync(`${this.intake.inbox}/${name}.tmp`, `${this.intake.inbox}/${name}`);
    }
    this.#ended += folders;
    await this.watch.untilEnded(this.#ended);
    return {
      seconds: (performance.now() - startedAt) / 1000,
      work: cpuSecondsOfFamily(watcher) - before,
    };
  }
}
