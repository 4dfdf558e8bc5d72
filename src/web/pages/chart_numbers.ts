import type { ChartBucket, ChartPart } from "../../database/views/read_charts.ts";
import { type ChartChoice, chartMeasures, chartRanges } from "../chart_query.ts";
import { count, dayIn, hourIn, size } from "../format.ts";
import { type BarPart, type ChartBar, totalOf } from "./bar_chart.tsx";

/** A chart in numbers, which is drawn and written as a table. */
export interface Chart {
  readonly title: string;
  readonly note: string;
  readonly bars: readonly ChartBar[];
  readonly series: readonly string[];
  readonly written: (value: number) => string;
}

/** The charts of a range: the chosen measure, failed Batches, and the Batches that waited. */
export function chartsOf(
  buckets: readonly ChartBucket[],
  choice: ChartChoice,
  zone: string,
): readonly Chart[] {
  const from = { buckets, choice, zone };
  return [finishedChart(from, choice.measure), finishedChart(from, "errors"), queueChart(from)];
}

interface ChartSource {
  readonly buckets: readonly ChartBucket[];
  readonly choice: ChartChoice;
  readonly zone: string;
}

/** More kinds of Batches are one part of a bar. */
const mostSeries = 5;
const others = "others";

function finishedChart(
  { buckets, choice, zone }: ChartSource,
  measure: ChartChoice["measure"] | "errors",
): Chart {
  const isErrors = measure === "errors";
  const written = measure === "bytes" ? size : count;
  const series = seriesOf(buckets, choice.measure);
  const bars = buckets.map((bucket): ChartBar => {
    const parts = bucket.parts.map((part): BarPart => ({
      series: series.includes(part.key) ? part.key : others,
      value: part[measure],
    }));
    const isAny = parts.some(({ value }) => value > 0);
    const filter = isErrors ? { status: "ERROR" } : {};
    const href = isAny ? listOf(bucket, filter) : undefined;
    return { ...namesOf(bucket, choice, zone), parts: summed(parts), href };
  });
  const total = bars.reduce((sum, bar) => sum + totalOf(bar), 0);
  const title = isErrors ? "Failed Batches" : chartMeasures[measure];
  return { title, note: `${written(total)} in total`, bars, series, written };
}

function queueChart({ buckets, choice, zone }: ChartSource): Chart {
  const bars = buckets.map((bucket): ChartBar => ({
    ...namesOf(bucket, choice, zone),
    parts: [{ series: "", value: bucket.waiting }],
    href: undefined,
  }));
  const highest = Math.max(...buckets.map(({ waiting }) => waiting), 0);
  const note = `at most ${count(highest)} at the end of a bar`;
  return { title: "Waiting Batches", note, bars, series: [""], written: count };
}

/** The keys of the largest parts, the largest first, and `others` if there are more. */
function seriesOf(buckets: readonly ChartBucket[], measure: ChartChoice["measure"]): string[] {
  const sums = new Map<string, number>();
  for (const part of buckets.flatMap(({ parts }): readonly ChartPart[] => parts)) {
    sums.set(part.key, (sums.get(part.key) ?? 0) + part[measure]);
  }
  const sorted = [...sums].sort(([, one], [, other]) => other - one).map(([key]) => key);
  return sorted.length <= mostSeries ? sorted : [...sorted.slice(0, mostSeries), others];
}

function summed(parts: readonly BarPart[]): BarPart[] {
  const sums = new Map<string, number>();
  for (const { series, value } of parts) sums.set(series, (sums.get(series) ?? 0) + value);
  return [...sums].map(([series, value]) => ({ series, value }));
}

function namesOf(
  { start }: ChartBucket,
  { range }: ChartChoice,
  zone: string,
): Pick<ChartBar, "label" | "name"> {
  const day = dayIn(zone, start);
  if (chartRanges[range].unit === "day") return { label: day, name: day };
  const hour = hourIn(zone, start);
  return { label: hour, name: `${day}, ${hour}` };
}

/** The list of the Batches that were finished in a bucket. */
function listOf({ start, end }: ChartBucket, more: Readonly<Record<string, string>>): string {
  return `/batches?${new URLSearchParams({ ...more, finishedSince: start, finishedBefore: end })}`;
}
