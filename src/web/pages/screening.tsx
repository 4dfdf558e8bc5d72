import {
  countByRule,
  type HeldBackCursor,
  listHeldBack,
  type RuleCount,
} from "../../database/views/list_held_back.ts";
import { count } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import type { Html, View } from "../view.ts";
import { BatchLink, Command, Count, Empty, Pager, Table } from "./parts.tsx";

const perPage = 100;
const latestCounted = 10_000;

/** Images that rules held back, with the reasons; those of the newest Batches first. */
export async function screening(ports: WebPorts, { query }: View): Promise<Html> {
  const after = readCursor(query.get("after"));
  const [rules, found] = await Promise.all([
    countByRule(ports.sql, latestCounted),
    listHeldBack(ports.sql, after, perPage + 1),
  ]);
  const lines = found.slice(0, perPage);
  const last = lines.at(-1);
  const next = found.length > perPage && last ? `${last.batchKey}-${last.file}` : null;
  if (lines.length === 0) return <NoneHeldBack />;
  return (
    <>
      <h1>Screening</h1>
      <section aria-labelledby="rules">
        <h2 id="rules">Rules (latest {count(latestCounted)} images)</h2>
        <Rules rules={rules} />
      </section>
      <section aria-labelledby="images">
        <h2 id="images">Images</h2>
        <Table label="Images held back" head={["Batch", "File", "Rule", "Reason"]}>
          {lines.map(({ batch, file, rule, reason }) => (
            <tr>
              <td>
                <BatchLink code={batch} />
              </td>
              <td>file {count(file)}</td>
              <td>{rule ?? "–"}</td>
              <td class="wide">{reason}</td>
            </tr>
          ))}
        </Table>
        <Pager path="/screening" query={query} next={next} previous={null} />
      </section>
    </>
  );
}

function NoneHeldBack(): Html {
  return (
    <>
      <h1>Screening</h1>
      <Empty title="No image was held back">
        Rules hold back images that may show names in their pixels. To test the rules:{" "}
        <Command line="screen folder" />
      </Empty>
    </>
  );
}

function Rules({ rules }: { rules: readonly RuleCount[] }): Html {
  return (
    <Table label="Rules" head={["Rule", "Group", "Images"]} numbers={[2]}>
      {rules.map(({ rule, group, images }) => (
        <tr>
          <td>{rule ?? "–"}</td>
          <td>{group ?? "–"}</td>
          <td class="n">
            <Count of={images} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function readCursor(text: string | null): HeldBackCursor | undefined {
  const [, batchKey, file] = /^(\d{1,15})-(\d{1,9})$/.exec(text ?? "") ?? [];
  return batchKey && file ? { batchKey: Number(batchKey), file: Number(file) } : undefined;
}
