import { dirname } from "node:path";
import type { AfterPolicy, Job } from "../../../src/model/batch.ts";
import type { HandedOver } from "../../../src/model/delivery.ts";
import type { IntakeEvent } from "../../../src/model/event.ts";
import type { BatchContent, ImageOutcome, ImageRow } from "../../../src/model/image.ts";
import type { FileDecision } from "../../../src/model/review.ts";
import type { ImageTask } from "../../../src/pipeline/image/image_task.ts";
import type { JobPorts } from "../../../src/pipeline/job_ports.ts";
import { processBatch } from "../../../src/pipeline/process_batch.ts";
import { Limiter } from "../../../src/system/limiter.ts";
import { image } from "../database/batches.ts";
import { localFolders } from "../files/local_folders.ts";

/** What a thread does: a staged file, and its row. */
function staged({ staged, folder }: ImageTask, number: number): ImageRow {
  const studyDate = `2020010${number}`;
  const study = number % 2; // of one patient each
  const row = image(number, { patient: `P-${study}`, studyInstanceUid: `2.25.100${study}` });
  const path = `${staged}/${row.path}`;
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.copyFileSync(`${folder}/${[...Deno.readDirSync(folder)][0]?.name}`, path);
  const identity = { ...row.identity, studyDate, studyInstanceUid: `1.2.${study}` };
  return { ...row, identity, bytes: Deno.statSync(path).size };
}

/** A job on a real folder with everything else in the hands of the test. */
export class Bench {
  readonly moves: string[] = [];
  readonly abort = new AbortController();
  content: BatchContent | undefined;
  after: AfterPolicy = "keep";
  duplicates: ReadonlySet<number> = new Set();
  targets: readonly string[] = [];
  onHandOver = (): void => {};
  /** What handing the output over finds. */
  handedOver: HandedOver = { outstanding: 0, refused: [] };
  /** Whether the source was said to be gone at the end. */
  isDisposed: boolean | undefined;
  storedImages = 0;
  decisions: readonly FileDecision[] = [];
  openReviews: ReadonlySet<string> = new Set();
  /** What drawing a thumbnail gives. */
  thumbnail: Uint8Array | undefined;
  renew = (): Promise<void> => Promise.resolve();

  constructor(readonly directory: string) {}

  ports(run?: (task: ImageTask) => Promise<ImageOutcome[]>): JobPorts {
    const images = (task: ImageTask): Promise<ImageOutcome[]> =>
      Promise.resolve(task.files.map(({ number }) => ({
        kind: "image",
        row: staged(task, number),
      })));
    return {
      source: { folders: localFolders(), settleMs: 1000, after: this.after },
      admission: {
        admit: () => Promise.resolve("admitted"),
        defer: (_, delay) => this.#moved(`pass over ${delay}`),
      },
      images: {
        pool: { capacity: 2, run: run ?? images },
        spoolDirectory: this.directory,
        keyOf: () => "key",
        gate: "image",
        ignore: (file) => file,
        hasHeaderRules: true, // the rows are made up, their dates too
      },
      catalogue: {
        knownPatients: () => Promise.resolve(new Map()),
        store: async (_, content) => {
          this.content = content;
          await this.#moved("store");
          return this.duplicates;
        },
        countStored: () => Promise.resolve(this.storedImages),
        areStored: () => Promise.resolve(true),
        isComplete: () => Promise.resolve(true),
      },
      output: { base: `${this.directory}/output`, openFiles: new Limiter(1) },
      delivery: {
        targets: this.targets,
        handOver: async (_, { isNew }) => {
          this.onHandOver();
          await this.#moved(isNew ? "hand over what is new" : "hand over");
          return this.handedOver;
        },
      },
      review: {
        quarantine: `${this.directory}/quarantine`,
        start: () => Promise.resolve(this.decisions),
        open: () => Promise.resolve(this.openReviews),
        knownPatients: () => Promise.resolve(new Map()),
        store: async () => {
          await this.#moved("store decided");
          return this.duplicates;
        },
        drawThumbnail: () => Promise.resolve(this.thumbnail),
        carriedOut: async (_, hasNewImages) =>
          void await this.#moved(hasNewImages ? "carried out with images" : "carried out"),
      },
      row: this.#row(),
    };
  }

  #row(): JobPorts["row"] {
    return {
      renew: () => this.renew(),
      beginDisposal: async () => void await this.#moved("dispose"),
      finish: async (_job, _seconds, isDisposed) => {
        this.isDisposed = isDisposed;
        await this.#moved("finish");
        const counts = { images: 3, skipped: 0, heldBack: 0, bytes: 300 };
        return { status: "DONE", hasError: false, ...counts };
      },
      fail: (_, { code }) => this.#moved(`fail ${code}`),
      release: (_, delay) => this.#moved(`release ${delay}`),
      suspect: () => Promise.resolve(),
      uncountClaim: async () => void await this.#moved("refund attempt"),
    };
  }

  #moved(what: string): Promise<true> {
    this.moves.push(what);
    return Promise.resolve(true);
  }

  async run(ports = this.ports(), job: Partial<Job> = {}): Promise<IntakeEvent[]> {
    const news: IntakeEvent[] = [];
    const claimed = {
      id: 1,
      uid: "ST-1",
      code: "B-1",
      base: this.directory,
      claim: 1,
      stage: "claimed",
      survey: null,
      lookAgain: false,
      sourceGone: false,
      ageSeconds: 0,
    };
    const confirmLease = (renew: () => Promise<void>): Promise<void> => renew();
    const held = { origin: "NEW", settled: true, confirmLease, signal: this.abort.signal };
    for await (const each of processBatch({ ...claimed, ...held, ...job } as Job, ports)) {
      news.push(each);
    }
    return news;
  }
}
