import type { AttackResult, AttackTarget } from "./attack.ts";
import { attackBridge } from "./attack-bridge.ts";
import { attackFiles } from "./attack-files.ts";
import { attackNetwork } from "./attack-network.ts";
import { attackAsOtherUser } from "./attack-other-users.ts";
import { attackPage } from "./attack-page.ts";
import { attackSecrets } from "./attack-secrets.ts";

/** An attack on one layer. */
export type Attack = (target: AttackTarget) => Promise<AttackResult>;

/** The attacks on the running app, by layer, in the order in which they are made: secrets are searched for at the end. */
export const attacks: Readonly<Record<string, Attack>> = {
  page: attackPage,
  bridge: attackBridge,
  network: attackNetwork,
  files: attackFiles,
  secrets: attackSecrets,
  "other users": attackAsOtherUser,
};

/** What main may grow by (MB) and how long it may stand still (ms) under an attack. */
const limits: Readonly<Record<string, number>> = { "growth MB": 100, "stall ms": 250 };

/** The figures that exceed their limits, as violations. They depend on the machine: not for a test beside others. */
export function excessOf({ layer, figures }: AttackResult): string[] {
  return Object.entries(limits)
    .filter(([name, limit]) => (figures[name] ?? 0) > limit)
    .map(([name, limit]) => `${layer}: ${name} ${figures[name]}, at most ${limit} allowed`);
}
