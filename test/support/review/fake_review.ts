import { IntakeError } from "../../../src/model/errors.ts";
import type { Decision, ReviewRequest, WaitingImage } from "../../../src/model/review.ts";
import type { ReviewPorts } from "../../../src/web/ports.ts";
import { digestOf } from "../database/review.ts";

/** A decision that was recorded, with whom and what was done about it later. */
export interface RecordedDecision extends ReviewRequest {
  readonly id: number;
  state: Decision["state"] | "undone";
  confirmedBy?: string;
}

/** Waiting images in memory, with the rules of the catalogue. */
export interface FakeReview {
  readonly ports: ReviewPorts;
  readonly recorded: readonly RecordedDecision[];
  /** The jobs of all decisions start: they can no longer be undone. */
  readonly start: () => void;
  /** Another image starts to wait. */
  readonly add: (image: WaitingImage) => void;
}

interface Options {
  readonly fourEyes?: boolean;
  readonly readPicture?: ReviewPorts["readPicture"];
  readonly readThumbnail?: ReviewPorts["readThumbnail"];
}

/** A waiting ultrasound image; `number` also gives its time. */
export function waitingImage(number: number, changes: Partial<WaitingImage> = {}): WaitingImage {
  return {
    batch: "B-US1",
    number,
    sha256: digestOf(number),
    modality: "US",
    device: "ACME, device 0F3A",
    layout: "60 x 80",
    rows: 60,
    columns: 80,
    frames: 1,
    reason: "BurnedInAnnotation is absent, Modality US",
    boxes: [],
    series: "2.25.1",
    since: new Date(Date.parse("2026-11-29T10:00:00Z") + 1000 * number).toISOString(),
    alike: 1,
    ...changes,
  };
}

const none = () => Promise.resolve({ fault: "gone" } as const);

/** Creates the fake with images, oldest first. */
export function fakeReview(
  first: readonly WaitingImage[],
  { fourEyes = false, readPicture = none, readThumbnail = none }: Options = {},
): FakeReview {
  const images = [...first];
  const decisions = new Map<WaitingImage, RecordedDecision>();
  const recorded: RecordedDecision[] = [];
  const shown = (image: WaitingImage): WaitingImage => {
    const decision = decisions.get(image);
    const alike = images.filter((each) => isAlike(each, image)).length;
    if (!decision || decision.state === "undone") return { ...image, alike };
    const { id, action, scope, boxes, reason, by, state } = decision;
    const about = [...decisions.values()].filter((one) => one === decision).length;
    const made = { by, at: "2026-11-29T12:00:00Z", state, images: about };
    return { ...image, alike, decision: { id, action, scope, boxes, reason, ...made } };
  };
  const chosen = (request: ReviewRequest): WaitingImage[] => {
    const named = images.filter((image) =>
      request.images.some(({ batch, number, sha256 }) =>
        batch === image.batch && number === image.number && sha256 === image.sha256
      )
    );
    const isChosen = (image: WaitingImage): boolean =>
      named.some((one) =>
        one === image || (request.scope === "series" && one.series === image.series) ||
        (request.scope === "alike" && isAlike(one, image))
      );
    return images.filter((image) => isChosen(image) && !decisions.has(image));
  };
  const effectOf = (those: readonly WaitingImage[]) => ({
    images: those.length,
    batches: new Set(those.map(({ batch }) => batch)).size,
    fingerprint: fingerprintOf(those.map(({ number }) => number)),
  });
  const release = (id: number): number => {
    const those = [...decisions].filter(([, decision]) => decision.id === id);
    for (const [image] of those) decisions.delete(image);
    return those.length;
  };
  const ports: ReviewPorts = {
    listWaiting: (filter, after, limit) => {
      const { batch, modality, device, layout, series, decision, isDecided } = filter;
      const from = after
        ? images.findIndex(({ batch, number }) => batch === after.batch && number === after.number)
        : -1;
      const matching = images.slice(from + 1).filter((image) =>
        [
          batch === undefined || image.batch === batch,
          modality === undefined || image.modality === modality,
          device === undefined || image.device === device,
          layout === undefined || image.layout === layout,
          series === undefined || image.series === series,
          decision === undefined || decisions.get(image)?.id === decision,
          isDecided === undefined || decisions.has(image) === isDecided,
        ].every(Boolean)
      );
      return Promise.resolve(matching.slice(0, limit).map(shown));
    },
    findWaiting: ({ batch, number }) => {
      const image = images.find((one) => one.batch === batch && one.number === number);
      return Promise.resolve(image && shown(image));
    },
    countWaiting: () => {
      const waiting = images.filter((image) =>
        (decisions.get(image)?.state ?? "proposed") === "proposed"
      );
      const proposed = waiting.filter((image) => decisions.has(image)).length;
      return Promise.resolve({
        images: waiting.length,
        since: waiting[0]?.since ?? null,
        proposed,
      });
    },
    decisions: {
      preview: (request) => Promise.resolve(effectOf(chosen(request))),
      decide: (request) => {
        const those = chosen(request);
        if (those.length === 0) return Promise.resolve(undefined);
        const state = fourEyes ? "proposed" : "decided";
        const decision: RecordedDecision = { ...request, id: recorded.length + 1, state };
        recorded.push(decision);
        for (const image of those) decisions.set(image, decision);
        return Promise.resolve({ id: decision.id, ...effectOf(those) });
      },
      confirm: (id, { by }) => {
        const decision = recorded.find((one) => one.id === id && one.state === "proposed");
        if (decision?.by === by) {
          return Promise.reject(new IntakeError("USAGE", "it is your own decision", "ask another"));
        }
        if (!decision) return Promise.resolve(0);
        Object.assign(decision, { state: "decided", confirmedBy: by });
        return Promise.resolve([...decisions.values()].filter((one) => one.id === id).length);
      },
      undo: (id) => {
        const decision = recorded.find((one) => one.id === id);
        if (!decision || decision.state === "undone") {
          return Promise.resolve({ images: 0, started: 0 });
        }
        if (decision.state === "started") {
          const started = [...decisions.values()].filter((one) => one.id === id).length;
          return Promise.resolve({ images: 0, started });
        }
        decision.state = "undone";
        return Promise.resolve({ images: release(id), started: 0 });
      },
    },
    readPicture,
    readThumbnail,
  };
  return {
    ports,
    recorded,
    start: () => {
      for (const decision of recorded) if (decision.state === "decided") decision.state = "started";
    },
    add: (image) => void images.push(image),
  };
}

/** What stands for a set of waiting images with these numbers. */
export function fingerprintOf(numbers: readonly number[]): string {
  return `set ${numbers.join(" ")}`;
}

function isAlike(one: WaitingImage, other: WaitingImage): boolean {
  return one.device === other.device && one.layout === other.layout;
}
