import type { IntakeState } from "../../database/views/read_intake_state.ts";
import { isDown } from "../../database/views/read_targets.ts";
import { count, counted } from "../format.ts";
import type { Html } from "../view.ts";

/** Something that a person should look at. */
interface Concern {
  readonly text: string;
  readonly href: string;
  readonly link: string;
}

/** What needs attention, before anything else on the overview. */
export function NeedsAttention(
  { state, isReviewer }: { state: IntakeState; isReviewer: boolean },
): Html {
  const concerns = [
    ...concernsOfTargets(state),
    ...concernsOfReview(state, isReviewer),
    ...concernsOfBatches(state),
  ];
  return (
    <section class="first" aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      {concerns.length === 0
        ? <p class="quiet">Nothing{acknowledgedNote(state)}.</p>
        : (
          <ul class="concerns">
            {concerns.map(({ text, href, link }) => (
              <li>
                {text} <a href={href}>{link}</a>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

function acknowledgedNote({ acknowledged }: IntakeState): string {
  return acknowledged === 0
    ? ""
    : `; ${counted(acknowledged, "Batch is", "Batches are")} acknowledged`;
}

function concernsOfTargets({ targets }: IntakeState): Concern[] {
  return targets.filter(isDown).map(({ name, waiting, errorReason }) => ({
    text: `${name} is down (${errorReason ?? "no answer"}); ` +
      `${counted(waiting, "Batch waits", "Batches wait")} for it.`,
    href: "/targets",
    link: "Show targets",
  }));
}

/** Only reviewers see the images; everyone else sees which Batches wait. */
function concernsOfReview({ review: { images } }: IntakeState, isReviewer: boolean): Concern[] {
  return concern(
    images,
    "image waits for the decision of a person",
    "images wait for the decision of a person",
    isReviewer ? "/review" : "/batches?status=REVIEW",
  );
}

function concernsOfBatches(state: IntakeState): Concern[] {
  const { attention, failed, withErrors, changed, conflicts } = state;
  const [incomplete, others] = [withErrors - failed, attention - withErrors];
  const failedOnes = "/batches?status=ERROR&attention=true";
  const all = "/batches?attention=true";
  return [
    concern(failed, "Batch failed", "Batches failed", failedOnes),
    concern(
      incomplete,
      "Batch has skipped files or findings",
      "Batches have skipped files or findings",
      all,
    ),
    concern(
      others,
      "other Batch has images held back or a changed folder",
      "other Batches have images held back or a changed folder",
      all,
    ),
    concern(changed, "folder changed later", "folders changed later", all),
    concern(
      conflicts,
      "folder has a name that exists in another inbox: see errors",
      "folders have a name that exists in another inbox: see errors",
      "/help",
    ),
  ].flat();
}

function concern(number: number, one: string, many: string, href: string): Concern[] {
  if (number <= 0) return [];
  return [{ text: `${count(number)} ${number === 1 ? one : many}.`, href, link: "Show" }];
}
