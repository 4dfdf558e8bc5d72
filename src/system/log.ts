import {
  eventDefinitions,
  type EventFields,
  type IntakeEvent,
  type LogLevel,
  logLevels,
} from "../model/event.ts";
import type { LogLine } from "../model/log_line.ts";

/** Formats an event as one line of JSON. Fields that its definition does not list are dropped. */
export function jsonLine(event: IntakeEvent, at: Date): string {
  return JSON.stringify({
    time: at.toISOString(),
    level: event.level,
    event: event.name,
    ...Object.fromEntries(fieldsOf(event)),
  });
}

/** Formats an event for people: time (UTC), level, event, then `field=value`. */
export function textLine(event: IntakeEvent, at: Date): string {
  const fields = fieldsOf(event).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const time = at.toISOString().slice(11, 19);
  return [time, event.level.toUpperCase().padEnd(5), event.name, ...fields].join(" ");
}

function fieldsOf(event: IntakeEvent): [string, string | number][] {
  const { required, optional } = eventDefinitions[event.name];
  const names: readonly (keyof EventFields)[] = [...required, ...optional];
  return names.flatMap((name) => {
    const value = event[name];
    return value === undefined ? [] : [[name, value] as [string, string | number]];
  });
}

/** The line of an event about a Batch; undefined for other events. */
export function lineOfBatch(event: IntakeEvent, at: Date): LogLine | undefined {
  const { batch, ...fields } = Object.fromEntries(fieldsOf(event));
  if (typeof batch !== "string") return undefined;
  return { batch, at: at.toISOString(), level: event.level, event: event.name, fields };
}

/** Whether an event of `level` is written when the setting LOG_LEVEL is `minimum`. */
export function isLogged(level: LogLevel, minimum: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(minimum);
}
