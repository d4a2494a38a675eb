/** Blocks a transfer while it is held. */
export interface Gate {
  isClosed(): boolean;
  close(): void;
  open(): void;
  /** Resolves once the gate is open; keeps waiting if it has closed again by then. */
  passed(): Promise<void>;
}

/** Creates an open gate. */
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
