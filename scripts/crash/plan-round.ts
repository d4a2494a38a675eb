import { whole } from "../../sandbox/seeded-random.ts";
import { drawAnswer, type GatewayAnswer } from "./gateway.ts";
import type { ForeignKind } from "./second-device.ts";
import type { EditedField } from "./window-edits.ts";

/**
 * Read rates of the sandbox, bytes per second, one per kill: at a slow one a kill interrupts an upload, at a fast one
 * the queue makes progress.
 */
const readRates = [1_000_000, 2_000_000, 4_000_000, 12_000_000] as const;
/** What a kill waits for: a row's commit to this phase, or a random delay. */
const triggers = ["sending", "confirming", "saving", "processing", "any time"] as const;
const kindsWhileOpen: readonly ForeignKind[] = ["described", "other shape"];
const kindsWhileClosed: readonly ForeignKind[] = ["described", "other shape", "twin"];

/** How often each happens, as a share of the kills. */
const shares = { lostResponse: 0.15, gateway: 0.3, foreign: 0.2, foreignEdit: 0.1, edit: 0.25 } as const;

/** What happens around one kill. All numbers named `choice` are in [0, 1). */
export interface RoundPlan {
  bytesPerSecond: number;
  losesResponse: boolean;
  answers: readonly GatewayAnswer[];
  trigger: (typeof triggers)[number];
  /** How long the app runs where the kill waits for nothing else, ms. */
  delayMs: number;
  /** The second device uploads before the app starts. */
  closedUpload: { kind: ForeignKind; choice: number } | null;
  /** The second device acts so long after the app's start. */
  openUpload: { kind: ForeignKind; choice: number; afterMs: number } | null;
  foreignEdit: { choice: number; afterMs: number } | null;
  /** An edit is typed in the window, and the kill follows this long after it was stored. */
  edit: { choice: number; field: EditedField; killAfterMs: number } | null;
}

/** Draws everything that happens around a kill, in a fixed order: a seed names one course of events. */
export function planRound(random: () => number, options: { bodiesInVain: boolean }): RoundPlan {
  const pick = <T>(values: readonly T[]): T => values[whole(random, 0, values.length - 1)] as T;
  const happens = (share: number) => random() < share;
  const bytesPerSecond = pick(readRates);
  const losesResponse = happens(shares.lostResponse);
  const answers = Array.from({ length: happens(shares.gateway) ? whole(random, 1, 2) : 0 }, () =>
    drawAnswer(random, options.bodiesInVain),
  );
  const [trigger, delayMs] = [pick(triggers), 300 + random() * 4500];
  const closed = { kind: pick(kindsWhileClosed), choice: random() };
  const open = { kind: pick(kindsWhileOpen), choice: random(), afterMs: random() * 2500 };
  const foreignEdit = { choice: random(), afterMs: random() * 2500 };
  const field: EditedField = happens(0.6) ? "title" : "description";
  const edit = { choice: random(), field, killAfterMs: random() * 1500 };
  return {
    bytesPerSecond,
    losesResponse,
    answers,
    trigger,
    delayMs,
    closedUpload: happens(shares.foreign) ? closed : null,
    openUpload: happens(shares.foreign) ? open : null,
    foreignEdit: happens(shares.foreignEdit) ? foreignEdit : null,
    edit: happens(shares.edit) ? edit : null,
  };
}
