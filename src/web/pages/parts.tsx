import type { BatchStatus } from "../../model/batch.ts";
import { count, size, timeIn } from "../format.ts";
import type { Html } from "../view.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** The meaning of each status. */
const meanings: Readonly<Record<BatchStatus, string>> = {
  NEW: "waiting for watch",
  QUEUE: "waiting for queue",
  PROCESSING: "being processed",
  DELIVERING: "placed, and waiting for its targets",
  DONE: "delivered",
  EMPTY: "contained no image to deliver",
  REVIEW: "images wait for the decision of a person",
  ERROR: "failed",
};

/** A status with a dot in its colour. */
export function Status({ of }: { of: string }): Html {
  const meaning = meanings[of as BatchStatus] ?? "";
  return <span class={`status ${of.toLowerCase()}`} title={meaning}>{of}</span>;
}

/**
 * A time in the viewer's time zone. The script of the page shows a relative one as "5 min ago", and
 * the exact time in its title.
 */
export function Time(
  { at, zone, relative }: { at: string | null; zone: string; relative?: boolean },
): Html {
  if (at === null) return <span class="none">–</span>;
  const exact = timeIn(zone, at);
  if (!relative) return <time datetime={at}>{exact}</time>;
  return <time datetime={at} title={exact} data-relative>{exact}</time>;
}

/** A command of this program, as a person runs it. */
export function Command({ line }: { line: string }): Html {
  return <code>{shownCommand(line)}</code>;
}

/** A number, shown paler if it is zero. */
export function Count({ of, loud }: { of: number; loud?: boolean }): Html {
  return <span class={of === 0 ? "none" : loud ? "loud" : ""}>{count(of)}</span>;
}

export function Size({ of }: { of: number }): Html {
  return <span class={of === 0 ? "none" : ""}>{size(of)}</span>;
}

/** A link to a Batch by its code. */
export function BatchLink({ code }: { code: string }): Html {
  return <a class="code" href={`/batches/${code}`}>{code}</a>;
}

/** The text in place of an empty list, with a hint. */
export function Empty({ title, children }: { title: string; children?: unknown }): Html {
  return (
    <div class="empty">
      <p class="title">{title}</p>
      {children ? <p>{children}</p> : null}
    </div>
  );
}

/** The head of a column by which a table can be sorted. */
export interface SortedHead {
  readonly name: string;
  /** The address of the table with this order, or with the opposite one if it has it already. */
  readonly href: string;
  /** The order of the table, if it is sorted by this column. */
  readonly order: "ascending" | "descending" | undefined;
}

function Head({ of, number }: { of: string | SortedHead; number: boolean }): Html {
  if (typeof of === "string") return <th scope="col" class={number ? "n" : ""}>{of}</th>;
  return (
    <th scope="col" class={number ? "n" : ""} aria-sort={of.order}>
      <a href={of.href}>{of.name}</a>
    </th>
  );
}

/** A table that scrolls on narrow screens; the columns of `numbers` are right-aligned. */
export function Table(
  { label, head, children, numbers = [] }: {
    label: string;
    head: readonly (string | SortedHead)[];
    children: unknown;
    numbers?: readonly number[];
  },
): Html {
  return (
    <div class="scroll" role="region" aria-label={label} tabindex={0}>
      <table>
        <thead>
          <tr>
            {head.map((of, index) => <Head of={of} number={numbers.includes(index)} />)}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Links to the next and previous page of a list. */
export function Pager(
  { path, query, next, previous, words = ["← Newer", "Older →"] }: {
    path: string;
    query: URLSearchParams;
    next: number | string | null;
    previous: number | string | null;
    words?: readonly [previous: string, next: string];
  },
): Html | null {
  if (next === null && previous === null) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {previous === null
        ? <span />
        : <a rel="prev" href={`${path}?${queryOf(query, "before", previous)}`}>{words[0]}</a>}
      {next === null
        ? <span />
        : <a rel="next" href={`${path}?${queryOf(query, "after", next)}`}>{words[1]}</a>}
    </nav>
  );
}

function queryOf(query: URLSearchParams, direction: string, key: number | string): string {
  const target = new URLSearchParams(query);
  target.delete("after");
  target.delete("before");
  target.set(direction, String(key));
  return target.toString();
}
