import type { ChartRange, ChartSeries } from "../database/views/read_charts.ts";

/** The ranges of the charts, and the number of bars for each label of the axis. */
export const chartRanges = {
  "48h": { name: "48 hours", unit: "hour", every: 1, count: 48, labelEvery: 6 },
  "30d": { name: "30 days", unit: "day", every: 1, count: 30, labelEvery: 7 },
  "8w": { name: "8 weeks", unit: "day", every: 7, count: 8, labelEvery: 2 },
} as const satisfies Record<
  string,
  ChartRange & { readonly name: string; readonly labelEvery: number }
>;

/** What the first chart counts. */
export const chartMeasures = { images: "Images", bytes: "Data", batches: "Batches" } as const;

/** What the parts of a bar are. */
export const chartSeries = {
  total: "Total",
  result: "By result",
  modality: "By modality",
} as const satisfies Record<ChartSeries, string>;

/** How the numbers are shown: charts are for the eye and the mouse, the table is for everyone. */
export const chartForms = { charts: "Charts", table: "Table" } as const;

/** What the charts show. */
export interface ChartChoice {
  readonly range: keyof typeof chartRanges;
  readonly measure: keyof typeof chartMeasures;
  readonly series: ChartSeries;
  readonly form: keyof typeof chartForms;
}

/** Reads the choice of an address; what is absent or invalid is the first of its kind. */
export function readChartChoice(query: URLSearchParams): ChartChoice {
  return {
    range: chosen(chartRanges, query.get("range")) ?? "48h",
    measure: chosen(chartMeasures, query.get("measure")) ?? "images",
    series: chosen(chartSeries, query.get("series")) ?? "total",
    form: chosen(chartForms, query.get("form")) ?? "charts",
  };
}

function chosen<Name extends string>(
  all: Readonly<Record<Name, unknown>>,
  text: string | null,
): Name | undefined {
  return (Object.keys(all) as Name[]).find((name) => name === text);
}
