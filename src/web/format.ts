const styles = {
  time: ["sv-SE", { dateStyle: "short", timeStyle: "medium" }],
  day: ["en-GB", { day: "numeric", month: "short" }],
  hour: ["en-GB", { hour: "2-digit", minute: "2-digit" }],
} as const satisfies Record<string, readonly [string, Intl.DateTimeFormatOptions]>;

/** Formats an ISO 8601 time in a time zone: `2026-11-25 22:41:07`. */
export function timeIn(zone: string, iso: string): string {
  return formatter(zone, "time").format(new Date(iso));
}

/** Formats the day of a time in a time zone: `25 Nov`. */
export function dayIn(zone: string, iso: string): string {
  return formatter(zone, "day").format(new Date(iso));
}

/** Formats the hour of a time in a time zone: `22:00`. */
export function hourIn(zone: string, iso: string): string {
  return formatter(zone, "hour").format(new Date(iso));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Cached, because creating a formatter takes longer than rendering a page. */
function formatter(timeZone: string, style: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const [locale, options] = styles[style];
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

const units = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Formats a number of bytes in decimal units, with at most three digits: `1.24 GB`. */
export function size(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  const digits = unit === 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return `${amount.toFixed(digits)} ${units[unit]}`;
}

const whole = new Intl.NumberFormat("en-GB");

/** Formats a number with thousands separators: `1,204,331`. */
export function count(value: number): string {
  return whole.format(value);
}

/** Formats a duration: `0.8 s`, `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** Formats a number of things: `1 file`, `2 files`. */
export function counted(value: number, thing: string, things = `${thing}s`): string {
  return `${count(value)} ${value === 1 ? thing : things}`;
}
