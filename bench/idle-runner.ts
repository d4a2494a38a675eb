import type { DatabaseSync } from "node:sqlite";
import { systemClock } from "../main/foundation/clock.ts";
import { defaultRetryPolicy } from "../main/upload/model/retry-policy.ts";
import { createRunner, type Runner } from "../main/upload/queue/runner.ts";
import { createUploadStore } from "../main/upload/queue/upload-store.ts";

/** Opens a queue that starts no uploads, to measure only transition, commit and bookkeeping. */
export function openIdleRunner(database: DatabaseSync): Runner {
  const runner = createRunner({
    store: createUploadStore(database),
    clock: systemClock,
    policy: defaultRetryPolicy,
    newAttempt: () => ({
      startedAtMs: 0,
      libraryMark: 0,
      newestKnownMs: null,
      bodies: [],
      boundary: "b",
    }),
    parallel: () => 2,
    perform: () => {},
    onChange: () => {},
    onHolds: () => {},
    onSignedOut: () => {},
  });
  runner.start();
  runner.setHold({ paused: true });
  return runner;
}
