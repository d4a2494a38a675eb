/** What the user is asked when the page cannot recover without them. */
export type PageQuestion = "failing" | "unresponsive";

interface PageRecoveryDeps {
  /** Loads the page as it was. */
  reload: () => void;
  /** Loads the page with its initial view: the last one may be what it failed on. */
  reset: () => void;
  /** Ends the page's process. */
  end: () => void;
  quit: () => void;
  /** Asks the user; `wait` when the signal withdraws the question. */
  ask: (question: PageQuestion, signal: AbortSignal) => Promise<"reload" | "quit" | "wait">;
  /** The page is back. */
  onRestored: () => void;
  log: (line: string) => void;
  /** Monotonic, ms. */
  now: () => number;
}

/** Brings the page back when its process has ended. */
export interface PageRecovery {
  /** The page's process has ended (`render-process-gone`). */
  gone(reason: string, exitCode: number): void;
  unresponsive(): void;
  responsive(): void;
  /** The page has loaded. */
  loaded(): void;
}

/** After this many reloads within a minute the user is asked. */
const maxReloads = 3;
const windowMs = 60_000;

/** Creates the recovery of one window's page. */
export function createPageRecovery(deps: PageRecoveryDeps): PageRecovery {
  let reloadsMs: number[] = [];
  let isRestoring = false;
  /** Withdraws the open question; null when there is none. */
  let asking: AbortController | null = null;

  const ask = async (question: PageQuestion): Promise<"reload" | "quit" | "wait"> => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    try {
      return await deps.ask(question, own.signal);
    } finally {
      if (asking === own) asking = null;
    }
  };

  const askToReload = async () => {
    const answer = await ask("failing");
    if (answer === "wait") return;
    if (answer === "quit") return deps.quit();
    reloadsMs = [deps.now()];
    deps.reset();
  };

  return {
    gone(reason, exitCode) {
      // The process of a page that is closed or replaced ends like this.
      if (reason === "clean-exit") return;
      deps.log(`the page's process has ended: ${reason} (${exitCode})`);
      asking?.abort();
      isRestoring = true;
      const nowMs = deps.now();
      reloadsMs = reloadsMs.filter((atMs) => nowMs - atMs < windowMs);
      if (reloadsMs.length >= maxReloads) return void askToReload();
      reloadsMs.push(nowMs);
      if (reloadsMs.length === 1) deps.reload();
      else deps.reset();
    },
    unresponsive() {
      if (asking !== null) return;
      deps.log("the page does not respond");
      void ask("unresponsive").then((answer) => {
        if (answer === "reload") deps.end();
      });
    },
    responsive: () => asking?.abort(),
    loaded() {
      if (!isRestoring) return;
      isRestoring = false;
      deps.onRestored();
    },
  };
}
