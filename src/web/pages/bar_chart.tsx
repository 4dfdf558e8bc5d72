import { scaleLinear } from "d3-scale";
import { size } from "../format.ts";
import type { Html } from "../view.ts";

/** A part of a bar. */
export interface BarPart {
  readonly series: string;
  readonly value: number;
}

/** A bar of a chart, and the Batches that it counts. */
export interface ChartBar {
  /** Of the axis. */
  readonly label: string;
  /** Of the bar itself: an hour has its day. */
  readonly name: string;
  readonly parts: readonly BarPart[];
  /** A list of Batches; undefined if there is none of them. */
  readonly href: string | undefined;
}

interface BarChartProps {
  readonly title: string;
  /** What the caption says after the title. */
  readonly note: string;
  readonly bars: readonly ChartBar[];
  /** The order of the parts of a bar, from the bottom; a part has the colour of its place. */
  readonly series: readonly string[];
  readonly written: (value: number) => string;
  /** The number of bars for each label. */
  readonly labelEvery: number;
}

const width = 480;
const height = 132;
const plot = { left: 58, right: 18, top: 8, bottom: 20 };

/**
 * A chart of stacked bars; the last bar is still open and drawn paler. It is for the eye and the
 * mouse only: a table beside it has the same numbers and links.
 */
export function BarChart(props: BarChartProps): Html {
  const { title, note, bars, series, written, labelEvery } = props;
  const highest = Math.max(...bars.map(totalOf), 0);
  const y = scaleLinear([0, Math.max(highest, 1)], [height - plot.bottom, plot.top]).nice(3);
  const step = (width - plot.left - plot.right) / bars.length;
  const ticks = highest === 0 ? [0] : y.ticks(3).filter(Number.isInteger);
  const middleOf = (at: number): string => (plot.left + (at + 0.5) * step).toFixed(1);
  return (
    <figure>
      <figcaption>
        {title} <span class="quiet">{note}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {ticks.map((tick) => (
          <g class="tick">
            <line x1={plot.left} x2={width - plot.right} y1={y(tick)} y2={y(tick)} />
            <text x={plot.left - 6} y={y(tick) + 3} text-anchor="end">{short(tick, written)}</text>
          </g>
        ))}
        {bars.map((bar, at) => (
          <Bar
            bar={bar}
            series={series}
            x={plot.left + (at + 0.12) * step}
            width={0.76 * step}
            y={y}
            isOpen={at === bars.length - 1}
            title={`${bar.name}: ${written(totalOf(bar))}`}
          />
        ))}
        {bars.map(({ label }, at) =>
          (bars.length - 1 - at) % labelEvery === 0
            ? (
              <text class="label" x={middleOf(at)} y={height - 6} text-anchor="middle">
                {label}
              </text>
            )
            : null
        )}
      </svg>
    </figure>
  );
}

/** The sum of the parts of a bar. */
export function totalOf({ parts }: Pick<ChartBar, "parts">): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

interface BarProps {
  readonly bar: ChartBar;
  readonly series: readonly string[];
  readonly x: number;
  readonly width: number;
  readonly y: (value: number) => number;
  readonly isOpen: boolean;
  readonly title: string;
}

function Bar({ bar, series, x, width, y, isOpen, title }: BarProps): Html | null {
  let below = 0;
  const rectangles = series.map((name, at) => {
    const value = bar.parts.find((part) => part.series === name)?.value ?? 0;
    if (value === 0) return null;
    const [bottom, top] = [y(below), y(below + value)];
    below += value;
    return (
      <rect
        class={`bar series-${at}${isOpen ? " open" : ""}`}
        x={x.toFixed(1)}
        y={top.toFixed(1)}
        width={width.toFixed(1)}
        height={(bottom - top).toFixed(1)}
      />
    );
  });
  if (below === 0) return null;
  const content = (
    <>
      <title>{title}</title>
      {rectangles}
    </>
  );
  return bar.href ? <a href={bar.href} tabindex={-1}>{content}</a> : <g>{content}</g>;
}

/** Formats the number of a tick briefly: `12k`, `1.5M` or `1.5 GB`. */
function short(value: number, written: (value: number) => string): string {
  if (value === 0) return "0";
  if (written === size) {
    // 1.00 GB is 1 GB, 1.50 GB is 1.5 GB
    return size(value).replace(/\.(\d*?)0+ /, (_, kept) => kept ? `.${kept} ` : " ");
  }
  return new Intl.NumberFormat("en-GB", { notation: "compact" }).format(value);
}
