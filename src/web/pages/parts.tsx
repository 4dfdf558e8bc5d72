import type { BatchStatus } from "../../model/batch.ts";
import { count, size, timeIn } from "../format.ts";
import type { Html } from "../view.ts";

/** The meaning of each status. */
const meanings: Readonly<Record<BatchStatus, string>> = {
  NEW: "waiting for watch",
  QUEUE: "waiting for queue",
  PROCESSING: "being processed",
  DONE: "delivered",
  EMPTY: "contained no image to deliver",
  ERROR: "failed",
};

/** A status with a dot in its colour. */
export function Status({ of }: { of: string }): Html {
  const meaning = meanings[of as BatchStatus] ?? "";
  return <span class={`status ${of.toLowerCase()}`} title={meaning}>{of}</span>;
}

/** A time in the viewer's time zone. */
export function Time({ at, zone }: { at: string | null; zone: string }): Html {
  if (at === null) return <span class="none">–</span>;
  return <time datetime={at}>{timeIn(zone, at)}</time>;
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

/** A table that scrolls on narrow screens; the columns of `numbers` are right-aligned. */
export function Table(
  { label, head, children, numbers = [] }: {
    label: string;
    head: readonly string[];
    children: unknown;
    numbers?: readonly number[];
  },
): Html {
  return (
    <div class="scroll" role="region" aria-label={label} tabindex={0}>
      <table>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th scope="col" class={numbers.includes(index) ? "n" : ""}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Links to the next and previous page of a list. */
export function Pager(
  { path, query, next, previous }: {
    path: string;
    query: URLSearchParams;
    next: number | string | null;
    previous: number | string | null;
  },
): Html | null {
  if (next === null && previous === null) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {previous === null
        ? <span />
        : <a rel="prev" href={`${path}?${queryOf(query, "before", previous)}`}>← Newer</a>}
      {next === null
        ? <span />
        : <a rel="next" href={`${path}?${queryOf(query, "after", next)}`}>Older →</a>}
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
