import type { StoredElement, StoredHeader } from "../../database/views/find_image.ts";
import { dictionaryEntry } from "../../dicom/dictionary.ts";
import type { Html } from "../view.ts";

const maxLength = 400;

/** A header as a tree with a search field; sequences can be expanded. */
export function HeaderTree({ header }: { header: StoredHeader }): Html {
  return (
    <>
      <div class="filters">
        <label>
          Search by tag, keyword or value
          <input type="search" data-search autocomplete="off" />
        </label>
        <p class="quiet" role="status" data-found></p>
      </div>
      <DataSet header={header} />
    </>
  );
}

function DataSet({ header }: { header: StoredHeader }): Html {
  return (
    <ul class="elements">
      {Object.entries(header).map(([tag, element]) => <Element tag={tag} element={element} />)}
    </ul>
  );
}

function Element({ tag, element }: { tag: string; element: StoredElement }): Html {
  const name = (
    <>
      <code class="tag">{`${tag.slice(0, 4)},${tag.slice(4)}`}</code>{" "}
      <span class="keyword">{keywordOf(tag)}</span> <span class="vr">{element.vr}</span>
    </>
  );
  if (element.vr !== "SQ") {
    return (
      <li data-element="leaf">
        {name} <span class="value">{textOf(element)}</span>
      </li>
    );
  }
  const items = (element.Value ?? []).filter(isDataSet);
  return (
    <li data-element="sequence">
      <details>
        <summary>
          {name}{" "}
          <span class="quiet">{items.length === 1 ? "1 item" : `${items.length} items`}</span>
        </summary>
        <ol>
          {items.map((item) => (
            <li>
              <DataSet header={item} />
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}

function keywordOf(tag: string): string {
  const number = parseInt(tag, 16);
  return dictionaryEntry(number)?.keyword || ((number & 0x10000) === 0 ? "unknown" : "private");
}

/** The values, separated by backslashes as in DICOM; the catalogue does not contain bulk data. */
function textOf({ vr, Value: values }: StoredElement): string {
  if (!values) return /^(O[BDFLVW]|UN)$/.test(vr) ? "(binary)" : "";
  const text = values.map((value) => valueText(value)).join("\\");
  return text.length > maxLength ? `${text.slice(0, maxLength)} …` : text;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return Object.values(value).map(String).join("=");
}

function isDataSet(value: unknown): value is StoredHeader {
  return typeof value === "object" && value !== null;
}
