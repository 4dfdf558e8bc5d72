import { raw } from "hono/html";
import { listSavedFilters } from "../../database/accounts/saved_filters.ts";
import { savedParams } from "../batch_query.ts";
import type { WebPorts } from "../ports.ts";
import { type Html, nameOf, type View } from "../view.ts";

/** The most characters of the name of a saved filter. */
export const longestFilterName = 60;

/** The filters that the viewer has saved, and a form that saves the current one. */
export async function SavedFilters(
  { ports: { sql }, view: { viewer, query } }: { ports: WebPorts; view: View },
): Promise<Html> {
  const saved = await listSavedFilters(sql, nameOf(viewer));
  const current = savedParams(query).toString();
  const isSaved = saved.some((each) => each.query === current);
  if (saved.length === 0 && current === "") return raw("");
  return (
    <details class="saved" open={saved.length > 0}>
      <summary>Saved filters</summary>
      {saved.length > 0
        ? (
          <ul class="chips" aria-label="Saved filters">
            {saved.map(({ name, query }) => (
              <li>
                <form method="post" action="/filters/remove">
                  <input type="hidden" name="csrf" value={viewer.csrf} />
                  <input type="hidden" name="name" value={name} />
                  <input type="hidden" name="query" value={current} />
                  <a
                    href={`/batches?${query}`}
                    aria-current={query === current ? "page" : undefined}
                  >
                    {name}
                  </a>
                  <button class="plain" type="submit" aria-label={`Remove the filter ${name}`}>
                    Remove
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )
        : null}
      {current === "" || isSaved
        ? null
        : (
          <form method="post" action="/filters" class="filters" autocomplete="off">
            <input type="hidden" name="csrf" value={viewer.csrf} />
            <input type="hidden" name="query" value={current} />
            <label>
              Save this filter as (no names of patients)
              <input name="name" required maxlength={longestFilterName} />
            </label>
            <button type="submit">Save</button>
          </form>
        )}
    </details>
  );
}
