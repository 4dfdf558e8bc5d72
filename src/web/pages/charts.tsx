import type { ChartBucket } from "../../database/views/read_charts.ts";
import {
  type ChartChoice,
  chartForms,
  chartMeasures,
  chartRanges,
  chartSeries,
} from "../chart_query.ts";
import type { Html } from "../view.ts";
import { BarChart, type ChartBar, totalOf } from "./bar_chart.tsx";
import { type Chart, chartsOf } from "./chart_numbers.ts";
import { Empty, Table } from "./parts.tsx";

interface ChartsProps {
  readonly buckets: readonly ChartBucket[];
  readonly choice: ChartChoice;
  readonly zone: string;
}

/** The charts of a range: the chosen measure, failed Batches, and the Batches that waited. */
export function Charts({ buckets, choice, zone }: ChartsProps): Html {
  const charts = chartsOf(buckets, choice, zone);
  const isEmpty = charts.every(({ bars }) => bars.every((bar) => totalOf(bar) === 0));
  return (
    <>
      <Switches choice={choice} />
      {isEmpty
        ? (
          <Empty title={`Nothing was finished in the last ${chartRanges[choice.range].name}`}>
            The charts show finished Batches, failed ones, and how many waited.
          </Empty>
        )
        : (
          <>
            {choice.form === "table"
              ? <Numbers charts={charts} />
              : <Drawn charts={charts} choice={choice} />}
          </>
        )}
    </>
  );
}

function Drawn({ charts, choice }: { charts: readonly Chart[]; choice: ChartChoice }): Html {
  return (
    <>
      <Legend series={charts[0]?.series ?? []} />
      <div class="charts">
        {charts.map((chart) => (
          <BarChart {...chart} labelEvery={chartRanges[choice.range].labelEvery} />
        ))}
      </div>
    </>
  );
}

function Switches({ choice }: { choice: ChartChoice }): Html {
  const rangeNames = Object.entries(chartRanges).map(([key, { name }]) => [key, name] as const);
  return (
    <div class="switches">
      <Switch label="Range" name="range" options={rangeNames} choice={choice} />
      <Switch
        label="Measure"
        name="measure"
        options={Object.entries(chartMeasures)}
        choice={choice}
      />
      <Switch label="Series" name="series" options={Object.entries(chartSeries)} choice={choice} />
      <Switch label="Shown as" name="form" options={Object.entries(chartForms)} choice={choice} />
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly name: keyof ChartChoice;
  readonly options: readonly (readonly [key: string, name: string])[];
  readonly choice: ChartChoice;
}

function Switch({ label, name, options, choice }: SwitchProps): Html {
  return (
    <nav class="tabs" aria-label={label}>
      {options.map(([key, text]) => (
        <a
          href={`/?${new URLSearchParams({ ...choice, [name]: key })}#charts`}
          aria-current={choice[name] === key ? "true" : undefined}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}

function Legend({ series }: { series: readonly string[] }): Html | null {
  if (series.every((name) => name === "")) return null;
  return (
    <ul class="legend" aria-label="Colours">
      {series.map((name, at) => (
        <li>
          <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
            <rect class={`bar series-${at}`} width="10" height="10" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The numbers of the charts, newest first, with links to the Batches. */
function Numbers({ charts }: { charts: readonly Chart[] }): Html {
  const [first] = charts;
  const places = first?.bars.map((_, at) => at).toReversed() ?? [];
  return (
    <Table
      label="Numbers of the charts"
      head={["From", ...charts.map(({ title }) => title)]}
      numbers={charts.map((_, at) => at + 1)}
    >
      {places.map((at) => (
        <tr>
          <td>{first?.bars[at]?.name}</td>
          {charts.map((chart) => (
            <td class="n">
              <Cell bar={chart.bars[at]} chart={chart} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Cell({ bar, chart }: { bar: ChartBar | undefined; chart: Chart }): Html | null {
  if (!bar) return null;
  const text = chart.written(totalOf(bar));
  const parts = bar.parts.filter(({ value }) => value > 0)
    .map(({ series, value }) => `${series} ${chart.written(value)}`);
  return (
    <>
      {bar.href ? <a href={bar.href}>{text}</a> : <span class="none">{text}</span>}
      {parts.length > 0 && chart.series.length > 1
        ? <span class="quiet">{` (${parts.join(", ")})`}</span>
        : null}
    </>
  );
}
