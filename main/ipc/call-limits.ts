import type { CallName } from "../../shared/ipc/contract.ts";
import { createTokenBucket, type Rate } from "../../shared/ipc/token-bucket.ts";

interface Limit extends Rate {
  /** How many may be unanswered at once. */
  concurrent: number;
}

/** Bounds how often the page makes each call: far above what a user causes, and far below what would hold main up. */
export interface CallLimits {
  /** Counts a call; null when there were too many. The returned function is called once it has been answered. */
  enter(name: CallName): (() => void) | null;
}

const usual: Limit = { burst: 1000, perSecond: 200, concurrent: 500 };
/** Made once for each selected upload, of which there may be ten thousand. */
const perUpload: Limit = { burst: 20_000, perSecond: 2000, concurrent: 20_000 };
/** Reads or changes everything there is. */
const everything: Limit = { burst: 40, perSecond: 8, concurrent: 10 };
/** Opens a dialog of the system. */
const dialog: Limit = { burst: 20, perSecond: 2, concurrent: 3 };
/** Signs in or out, at BigGo or a proxy. */
const signIn: Limit = { burst: 20, perSecond: 1, concurrent: 5 };

const limits: Partial<Record<CallName, Limit>> = {
  "account.connect": signIn,
  "account.startPractice": signIn,
  "account.disconnect": signIn,
  "account.reconnect": signIn,
  "proxy.signIn": signIn,
  "files.pick": dialog,
  "watch.add": dialog,
  "table.export": dialog,
  "table.showExported": dialog,
  "table.pick": dialog,
  "table.read": everything,
  "table.apply": everything,
  "files.sample": everything,
  "files.accept": everything,
  "uploads.cancel": perUpload,
  "uploads.remove": perUpload,
  "uploads.retry": perUpload,
  "uploads.snapshot": everything,
  "uploads.retryAll": everything,
  "uploads.clearFinished": everything,
  "library.snapshot": everything,
  "library.productsOn": everything,
  "library.delete": everything,
  "insight.report": everything,
  "products.inPicture": everything,
  "products.health": everything,
  "bulk.plan": everything,
  "bulk.start": everything,
  "app.openExternal": dialog,
};

/** Creates it. `now` is in ms. */
export function createCallLimits(now: () => number): CallLimits {
  const states = new Map<CallName, { bucket: ReturnType<typeof createTokenBucket>; unanswered: number }>();
  return {
    enter(name) {
      const limit = limits[name] ?? usual;
      const state = states.get(name) ?? { bucket: createTokenBucket(limit, now), unanswered: 0 };
      states.set(name, state);
      if (state.unanswered >= limit.concurrent || !state.bucket.take(1)) return null;
      state.unanswered += 1;
      return () => {
        state.unanswered -= 1;
      };
    },
  };
}
