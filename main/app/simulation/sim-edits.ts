import type { SimClock } from "../../foundation/sim-clock.ts";
import type { SimRecord } from "./sim-record.ts";
import type { SimDetails, SimVideo } from "./sim-video.ts";

/** Fields that BigGo returns, so that a change made elsewhere can be recognised. */
export type ComparedField = "description" | "access";
export const comparedFields = ["description", "access"] as const;

interface FieldHistory {
  /** The values that may be right now: the last one that was acknowledged, and any later ones. */
  allowed: string[];
  /** Values that the user has seen. */
  seen: Set<string>;
  /** Values that the user or the app set: another device that sets one of them cannot be recognised. */
  own: Set<string>;
  /** The value another device set last, and when (simulated ms); null when none did. */
  elsewhere: { value: string; atMs: number } | null;
}

/** What the fields of each video should be, from everything that the user and other devices did. */
export interface SimEdits {
  /** The user saw a value of BigGo. */
  onSeen(videoId: string, field: ComparedField, value: string): void;
  /** `acknowledged`: the command returned, so the change must be kept; otherwise it may be. */
  onEdit(videoId: string, field: ComparedField, value: string, acknowledged: boolean): void;
  /** The change may be lost from now on: a bulk item was cancelled, or its stored row damaged. */
  onDoubt(videoId: string): void;
  isDoubtful(videoId: string): boolean;
  onElsewhere(videoId: string, field: ComparedField, value: string): void;
  /** A bulk job changes the video as it is when its turn comes. */
  onJob(videoId: string): void;
  /** The app is about to change a video. */
  onChange(video: SimVideo, changes: Partial<SimDetails>): void;
  /** At the end: the video must have a value that the user or another device wanted. */
  check(video: SimVideo): void;
}

/** Between reading a video and changing it, another device may still change it, ms. */
const raceMs = 1000;

const initial: Record<ComparedField, string> = { description: "", access: "public" };

/** Creates the record. */
export function createSimEdits({ clock, record }: { clock: SimClock; record: SimRecord }): SimEdits {
  const histories = new Map<string, FieldHistory>();
  const doubtful = new Set<string>();
  const inJobs = new Set<string>();
  const of = (videoId: string, field: ComparedField): FieldHistory => {
    const key = `${videoId} ${field}`;
    const known = histories.get(key);
    if (known !== undefined) return known;
    const created = {
      allowed: [initial[field]],
      seen: new Set([initial[field]]),
      own: new Set<string>(),
      elsewhere: null,
    };
    histories.set(key, created);
    return created;
  };
  return {
    onSeen: (videoId, field, value) => void of(videoId, field).seen.add(value),
    onEdit(videoId, field, value, acknowledged) {
      record.note(`edit of ${videoId}: ${field} ${value} ${acknowledged ? "acknowledged" : "not acknowledged"}`);
      const history = of(videoId, field);
      history.allowed = acknowledged ? [value] : [...history.allowed, value];
      history.own.add(value);
      if (history.elsewhere?.value === value) history.elsewhere = null;
    },
    onDoubt: (videoId) => void doubtful.add(videoId),
    onJob: (videoId) => void inJobs.add(videoId),
    isDoubtful: (videoId) => doubtful.has(videoId),
    onElsewhere(videoId, field, value) {
      record.note(`elsewhere ${videoId}: ${field} ${value}`);
      const history = of(videoId, field);
      history.allowed.push(value);
      history.elsewhere = history.own.has(value) ? null : { value, atMs: clock.trueMs() };
    },
    onChange({ videoId, details }, changes) {
      for (const field of comparedFields) {
        const now = details?.[field];
        const { elsewhere, seen, own } = of(videoId, field);
        if (changes[field] !== undefined) own.add(changes[field]);
        if (changes[field] === undefined || changes[field] === now || elsewhere === null || now !== elsewhere.value)
          continue;
        if (!inJobs.has(videoId) && !seen.has(now) && clock.trueMs() - elsewhere.atMs > raceMs)
          record.violation(`the ${field} of ${videoId} that another device set is overwritten unseen`);
      }
    },
    check({ videoId, details }) {
      if (doubtful.has(videoId)) return;
      for (const field of comparedFields) {
        const value = details?.[field] ?? initial[field];
        const { allowed } = of(videoId, field);
        if (!allowed.includes(value))
          record.violation(`${videoId} has the ${field} "${value}", wanted was "${allowed.join('" or "')}"`);
      }
    },
  };
}
