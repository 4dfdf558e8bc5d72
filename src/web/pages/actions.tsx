import type { RetryEffect, Selection } from "../../database/batches/retry_selected.ts";
import type { RetryAction } from "../../model/retry.ts";
import { filterParams } from "../batch_query.ts";
import { count, counted, size } from "../format.ts";
import type { Html, View } from "../view.ts";
import { Empty } from "./parts.tsx";

interface ActionPageProps {
  readonly selection: Selection;
  readonly effect: RetryEffect;
  /** The form that selected the Batches. */
  readonly form: URLSearchParams;
  readonly view: View;
}

interface Explained {
  readonly action: RetryAction;
  readonly name: string;
  readonly meaning: string;
  readonly effect: (effect: RetryEffect) => string;
  readonly isLoud?: boolean;
}

const explained: readonly Explained[] = [
  {
    action: "retry",
    name: "Retry",
    meaning: "Continues where the Batch stopped. A folder that changed is processed again. " +
      "Pseudonyms and UIDs stay the same; what a target has confirmed is not sent again.",
    effect: ({ retried, continuing }) =>
      sentences(
        [retried - continuing, "folder", "folders", "will be processed again."],
        [continuing, "delivery", "deliveries", "will continue."],
      ),
  },
  {
    action: "resend",
    name: "Resend",
    meaning: "Like retry, and every target receives all images again.",
    effect: sentAgain,
  },
  {
    action: "withdraw",
    name: "Withdraw deleted images",
    meaning: "Processes the folder again. Delivered images whose source files were deleted are " +
      "withdrawn from the output and the catalogue; targets keep them.",
    effect: readAgain,
    isLoud: true,
  },
  {
    action: "new-key",
    name: "New key",
    meaning: "Processes the folder again with the current key. All pseudonyms and UIDs change; " +
      "targets keep the earlier images, too.",
    effect: readAgain,
    isLoud: true,
  },
];

function sentAgain({ images, bytes, targets }: RetryEffect): string {
  if (targets.length === 0) return "There is no delivery to repeat.";
  const each = targets.map(({ target, batches }) =>
    `${target} (${counted(batches, "Batch", "Batches")})`
  );
  return `Up to ${counted(images, "image")} (${size(bytes)}) will be sent to ${each.join(", ")}.`;
}

function readAgain({ retried, sourceGone }: RetryEffect): string {
  return sentences(
    [retried - sourceGone, "folder", "folders", "will be processed again."],
    [sourceGone, "folder no longer exists", "folders no longer exist", "and cannot be read."],
  );
}

/** A sentence for each number that is not 0. */
function sentences(
  ...all: readonly (readonly [number: number, one: string, many: string, rest: string])[]
): string {
  return all.filter(([number]) => number > 0)
    .map(([number, one, many, rest]) => `${counted(number, one, many)} ${rest}`).join(" ");
}

/** The dialog before Batches are processed again: each action, with its effect on the selection. */
export function ActionPage({ selection, effect, form, view }: ActionPageProps): Html {
  const { matching, retried } = effect;
  const back = `/batches?${filterParams(form)}`;
  if (retried === 0) {
    return (
      <>
        <h1>Process again</h1>
        <Empty title="Nothing to process again">
          {matching === 0 ? "No Batch is selected. " : `${unchanged(matching)}. `}
          <a href={back}>Back to the Batches</a>
        </Empty>
      </>
    );
  }
  return (
    <form method="post" action="/batches/actions/retry" class="dialog">
      <h1>Process {counted(retried, "Batch", "Batches")} again</h1>
      <p class="quiet">
        {counted(effect.images, "image")}, {size(effect.bytes)}.
        {matching > retried ? ` ${unchanged(matching - retried)}, and will not change.` : ""}
      </p>
      <input type="hidden" name="csrf" value={view.viewer.csrf} />
      <Selected selection={selection} form={form} />
      <fieldset>
        <legend>Action</legend>
        {explained.map((one) => <Choice of={one} effect={effect} />)}
      </fieldset>
      <div class="buttons">
        <button type="submit" class="primary">Process again</button>
        <a href={back}>Cancel</a>
      </div>
    </form>
  );
}

/** Batches that no action changes. */
function unchanged(number: number): string {
  return number === 1
    ? "1 selected Batch waits or is being processed"
    : `${count(number)} selected Batches wait or are being processed`;
}

interface ChoiceProps {
  readonly of: Explained;
  readonly effect: RetryEffect;
}

function Choice({ of: { action, name, meaning, isLoud, ...of }, effect }: ChoiceProps): Html {
  return (
    <label class="choice">
      <input type="radio" name="action" value={action} checked={action === "retry"} />
      <span>
        <strong>{name}</strong>
        <span class="quiet">{meaning}</span>
        <span class={isLoud ? "loud" : ""}>{of.effect(effect)}</span>
      </span>
    </label>
  );
}

/** The selection as hidden fields: what was shown is what will be changed. */
export function Selected({ selection, form }: Pick<ActionPageProps, "selection" | "form">): Html {
  const hidden = (name: string, value: string): Html => (
    <input type="hidden" name={name} value={value} />
  );
  return (
    <>
      {[...filterParams(form)].map(([name, value]) => hidden(name, value))}
      {"codes" in selection
        ? selection.codes.map((code) => hidden("batch", code))
        : [hidden("scope", "all"), hidden("upTo", String(selection.upTo))]}
    </>
  );
}
