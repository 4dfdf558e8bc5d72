import { type Advice, advice, adviceOn } from "../help/advice.ts";
import type { Html } from "../view.ts";
import { Table } from "./parts.tsx";

/** Every code with its meaning and what to do, from `docs/troubleshooting.md`. */
export function help(): Promise<Html> {
  const sections = [...new Set(advice.map(({ section }) => section))];
  return Promise.resolve(
    <>
      <h1>Codes and what to do</h1>
      {sections.map((section) => (
        <Section
          title={section}
          rows={advice.filter((row) => row.section === section)}
        />
      ))}
    </>,
  );
}

function Section({ title, rows }: { title: string; rows: readonly Advice[] }): Html {
  const hasRemedies = rows.some(({ remedy }) => remedy !== "");
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <Table
        label={title}
        head={hasRemedies ? ["Code", "Meaning", "What to do"] : ["Code", "Meaning"]}
      >
        {rows.map(({ code, id, meaning, remedy }) => (
          <tr id={id}>
            <td>
              <code>{code}</code>
            </td>
            <td class="wide">
              <Markdown text={meaning} />
            </td>
            {hasRemedies
              ? (
                <td class="wide">
                  <Markdown text={remedy} />
                </td>
              )
              : null}
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** A code with a link to its explanation. */
export function Code({ of, section }: { of: string; section?: string }): Html {
  const found = adviceOn(of, section);
  return found
    ? (
      <a href={`/help#${found.id}`}>
        <code>{of}</code>
      </a>
    )
    : <code>{of}</code>;
}

/** Text with code spans. */
export function Markdown({ text }: { text: string }): Html {
  const parts = text.split("`");
  return <>{parts.map((part, at) => at % 2 === 1 ? <code>{part}</code> : part)}</>;
}
