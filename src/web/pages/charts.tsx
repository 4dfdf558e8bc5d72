import { scaleLinear } from "d3-scale";
import type { Throughput } from "../../database/views/read_intake_state.ts";
import { count, dayIn, hourIn, size } from "../format.ts";
import type { Html } from "../view.ts";

interface Plot {
  readonly title: string;
  readonly buckets: readonly Throughput[];
  readonly value: (bucket: Throughput) => number;
  readonly written: (value: number) => string;
  readonly label: (iso: string) => string;
  /** The number of bars per label. */
  readonly every: number;
}

const width = 480;
const height = 132;
const plot = { left: 58, right: 18, top: 8, bottom: 20 };

/** Four charts: images and bytes per hour and per day. */
export function Charts(
  { hours, days, zone }: {
    hours: readonly Throughput[];
    days: readonly Throughput[];
    zone: string;
  },
): Html {
  const byHour = {
    buckets: hours,
    every: 6,
    label: (iso: string): string => hourIn(zone, iso),
  };
  const byDay = { buckets: days, every: 7, label: (iso: string): string => dayIn(zone, iso) };
  const images = { value: (bucket: Throughput): number => bucket.images, written: count };
  const bytes = { value: (bucket: Throughput): number => bucket.bytes, written: size };
  return (
    <div class="charts">
      <Bars title="Images per hour" {...byHour} {...images} />
      <Bars title="Images per day" {...byDay} {...images} />
      <Bars title="Data per hour" {...byHour} {...bytes} />
      <Bars title="Data per day" {...byDay} {...bytes} />
    </div>
  );
}

/** A bar for each bucket; the last bucket is still open and drawn paler. */
function Bars({ title, buckets, value, written, label, every }: Plot): Html {
  const highest = Math.max(...buckets.map(value), 0);
  const total = buckets.reduce((sum, bucket) => sum + value(bucket), 0);
  const y = scaleLinear([0, Math.max(highest, 1)], [height - plot.bottom, plot.top]).nice(3);
  const step = (width - plot.left - plot.right) / buckets.length;
  const ticks = highest === 0 ? [0] : y.ticks(3).filter(Number.isInteger);
  return (
    <figure>
      <figcaption>
        {title} <span class="quiet">{written(total)} in total</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: ${written(total)} in total, at most ${written(highest)}`}
      >
        {ticks.map((tick) => (
          <g class="tick">
            <line x1={plot.left} x2={width - plot.right} y1={y(tick)} y2={y(tick)} />
            <text x={plot.left - 6} y={y(tick) + 3} text-anchor="end">{short(tick, written)}</text>
          </g>
        ))}
        {buckets.map((bucket, index) => {
          if (value(bucket) === 0) return null;
          const place = { top: y(value(bucket)), x: plot.left + index * step, step };
          const isOpen = index === buckets.length - 1;
          const title = `${label(bucket.start)}: ${written(value(bucket))}`;
          return <Bar {...place} isOpen={isOpen} title={title} />;
        })}
        {buckets.map((bucket, index) =>
          (buckets.length - 1 - index) % every === 0
            ? (
              <text
                class="label"
                x={(plot.left + (index + 0.5) * step).toFixed(1)}
                y={height - 6}
                text-anchor="middle"
              >
                {label(bucket.start)}
              </text>
            )
            : null
        )}
      </svg>
    </figure>
  );
}

interface BarProps {
  readonly top: number;
  readonly x: number;
  readonly step: number;
  readonly isOpen: boolean;
  readonly title: string;
}

function Bar({ top, x, step, isOpen, title }: BarProps): Html {
  return (
    <rect
      class={isOpen ? "bar open" : "bar"}
      x={(x + step * 0.12).toFixed(1)}
      y={top.toFixed(1)}
      width={(step * 0.76).toFixed(1)}
      height={(height - plot.bottom - top).toFixed(1)}
    >
      <title>{title}</title>
    </rect>
  );
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
