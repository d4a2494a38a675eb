import type { ElectronApplication, Page } from "@playwright/test";
import type { SpawnedSandbox } from "../../sandbox/testing.ts";

/** What an attack is made on: the real app, connected to a sandbox, and how much of the attack is made. */
export interface AttackTarget {
  page: Page;
  electron: ElectronApplication;
  sandbox: SpawnedSandbox;
  /** The app's data folder. */
  data: string;
  /** An empty folder for files. */
  files: string;
  seed: number;
  /** The share of the attack that is made, from 0 to 1. */
  share: number;
}

/** What an attack on one layer found. */
export interface AttackResult {
  layer: string;
  /** What was tried and measured, by name; sizes in MB, times in ms. */
  figures: Record<string, number>;
  /** What should have been refused and was not; empty where the layer held. */
  violations: string[];
}

/** How many of `count` are made. */
export const shareOf = ({ share }: Pick<AttackTarget, "share">, count: number) => Math.max(1, Math.ceil(share * count));

/** Every n-th of a list, as many as the share says. */
export function pickShare<T>({ share }: Pick<AttackTarget, "share">, all: readonly T[]): T[] {
  const step = Math.max(1, Math.round(1 / share));
  return all.filter((_, index) => index % step === 0);
}
