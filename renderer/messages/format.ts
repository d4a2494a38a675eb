import type { Translate } from "./translator.ts";

/** A price's currency. */
export interface Money {
  /** ISO 4217; any other value is treated as unknown. */
  readonly currency: string;
  readonly symbol: string;
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Caches a format per name and language: creating one costs more than rendering a library card. */
function formatOf<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, locale: string, make: () => T): T {
  const key = `${name} ${locale}`;
  const known = (formats.get(key) as T | undefined) ?? make();
  formats.set(key, known);
  return known;
}

/** ECMAScript's range of dates, ms on both sides of the epoch: a format throws on any other number. */
const maxDateMs = 8.64e15;

/** A date as `format` writes it; empty when `ms` is no date. */
function dateText(ms: number, format: (date: Date) => string): string {
  return Math.abs(ms) <= maxDateMs ? format(new Date(ms)) : "";
}

const units = ["B", "KB", "MB", "GB", "TB"] as const;

function unitOf(bytes: number): number {
  let at = 0;
  // 999.5 rounds to 1000, which belongs to the next unit.
  for (let rest = bytes; rest >= 999.5 && at < units.length - 1; rest /= 1000) at += 1;
  return at;
}

function inUnit(bytes: number, unit: number, locale: string): string {
  const value = bytes / 1000 ** unit;
  // Gigabytes get two decimals so that progress is visible.
  const digits = unit >= 3 ? 2 : value < 10 && unit >= 2 ? 1 : 0;
  return value.toLocaleString(locale, { maximumFractionDigits: digits });
}

/** "640 MB", in decimal units. */
export function formatBytes(bytes: number, locale: string): string {
  const unit = unitOf(bytes);
  return `${inUnit(bytes, unit, locale)} ${units[unit]}`;
}

/** Sent and total bytes; the unit appears once if both share it: "412" and "640 MB". */
export function formatBytesOf(done: number, total: number, locale: string): { done: string; total: string } {
  const unit = unitOf(total);
  const same = unitOf(done) === unit || done === 0;
  return { done: same ? inUnit(done, unit, locale) : formatBytes(done, locale), total: formatBytes(total, locale) };
}

/** "7.4 MB/s". */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  const unit = Math.max(1, unitOf(bytesPerSecond));
  const value = bytesPerSecond / 1000 ** unit;
  return `${value.toLocaleString(locale, { maximumFractionDigits: unit > 1 ? 1 : 0 })} ${units[unit]}/s`;
}

/** A video's length: "0:48", "1:02:03". */
export function formatLength(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** "31 s", "1 min 41 s", "2 h 5 min". */
export function formatDuration(seconds: number, t: Translate): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return t("common.seconds", { count: whole });
  if (whole < 3600) return t("common.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return t("common.hours", { hours: Math.floor(whole / 3600), minutes: Math.floor(whole / 60) % 60 });
}

/** A rough "40 seconds", "2 minutes", "3 hours". */
export function formatRoughDuration(seconds: number, locale: string): string {
  const inWhole = (count: number, unit: "second" | "minute" | "hour") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
  if (seconds < 55) return inWhole(Math.max(1, Math.ceil(seconds / 10)) * 10, "second");
  if (seconds < 90 * 60) return inWhole(Math.round(seconds / 60), "minute");
  return inWhole(Math.round(seconds / 3600), "hour");
}

/** "12 sec ago", "3 hr ago"; `justNow` below 5 seconds, and empty when a time is no date. */
export function formatAgo(fromMs: number, nowMs: number, locale: string, justNow: string): string {
  const seconds = Math.max(0, Math.round((nowMs - fromMs) / 1000));
  if (!Number.isFinite(seconds)) return "";
  const format = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "always" });
  // English abbreviates with a period ("5 min. ago"), which reads like the end of a sentence.
  const ago = (count: number, unit: "second" | "minute" | "hour" | "day") =>
    format.format(-Math.floor(count), unit).replace(". ", " ");
  if (seconds < 5) return justNow;
  if (seconds < 60) return ago(seconds, "second");
  if (seconds < 3600) return ago(seconds / 60, "minute");
  if (seconds < 86_400) return ago(seconds / 3600, "hour");
  return ago(seconds / 86_400, "day");
}

/** "1,240" below ten thousand, "22.1K" above. */
export function formatCount(count: number, locale: string): string {
  if (count < 10_000) return formatOf("count", locale, () => new Intl.NumberFormat(locale)).format(count);
  const compact = { notation: "compact", maximumFractionDigits: 1 } as const;
  return formatOf("compact", locale, () => new Intl.NumberFormat(locale, compact)).format(count);
}

/** "NT$3,290": formatted as the product's currency, or with its symbol if the currency is unknown. */
export function formatPrice(price: number, { currency, symbol }: Money, locale: string): string {
  const digits = Number.isInteger(price) ? 0 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (/^[A-Z]{3}$/.test(currency)) {
    const style = { style: "currency", currency, currencyDisplay: "symbol" } as const;
    return price.toLocaleString(locale, { ...style, ...options });
  }
  return `${symbol} ${price.toLocaleString(locale, options)}`.trim();
}

/** A position in a video: "0:17.433". */
export function formatMoment(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${String(whole % 60).padStart(2, "0")}.${String(Math.floor(ms) % 1000).padStart(3, "0")}`;
}

/** "Nov 3, 2026"; empty when `ms` is no date, as for every format of dates below. */
export function formatDate(ms: number, locale: string): string {
  const format = formatOf("date", locale, () => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }));
  return dateText(ms, format.format);
}

/** "14:02", or "14:02:18" if less than two minutes away, where minutes alone are too coarse. */
export function formatUntil(ms: number, nowMs: number, locale: string): string {
  if (ms - nowMs >= 120_000) return formatTime(ms, locale);
  return dateText(ms, (date) => date.toLocaleTimeString(locale, { timeStyle: "medium", hourCycle: "h23" }));
}

/** "14:02". */
export function formatTime(ms: number, locale: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return dateText(ms, (date) => date.toLocaleTimeString(locale, options));
}

/** "Nov 25": a chart's axis label, for days of the last twelve months. */
export function formatDay(atMs: number, language: string): string {
  return dateText(atMs, new Intl.DateTimeFormat(language, { month: "short", day: "numeric" }).format);
}
