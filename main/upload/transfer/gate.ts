/** Where a transfer waits while it is held. */
export interface Gate {
  isClosed(): boolean;
  close(): void;
  open(): void;
  /** Resolves at once while the gate is open, otherwise when it opens and is still open then. */
  passed(): Promise<void>;
}

/** Builds an open gate. */
export function createGate(): Gate {
  let opening: PromiseWithResolvers<void> | null = null;
  return {
    isClosed: () => opening !== null,
    close() {
      opening ??= Promise.withResolvers();
    },
    open() {
      opening?.resolve();
      opening = null;
    },
    async passed() {
      while (opening !== null) await opening.promise;
    },
  };
}
