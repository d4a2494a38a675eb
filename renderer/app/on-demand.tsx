import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from "react";

/** A part of the window whose code is loaded when it is shown, or before by `prefetch`. */
export interface OnDemand<Props extends object> {
  Part: ComponentType<Props>;
  /** Loads the code without showing anything. Never rejects: a part that could not be loaded is loaded when shown. */
  prefetch(): Promise<void>;
}

/** Splits a part of the window off its first script. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let loaded: ComponentType<Props> | null = null;
  const take = async () => {
    loaded = await load();
    return { default: loaded };
  };
  const Later = lazy(take);
  return {
    // What is loaded already is shown without a frame in between; a part that is on screen keeps its component.
    Part(props: Props): ReactNode {
      const [Shown] = useState<ComponentType<Props>>(() => loaded ?? (Later as ComponentType<Props>));
      return (
        <Suspense fallback={null}>
          <Shown {...props} />
        </Suspense>
      );
    },
    prefetch: () =>
      take().then(
        () => {},
        () => {},
      ),
  };
}

/** Loads parts one after the other while nothing else is to do. */
export function usePrefetch(parts: readonly Pick<OnDemand<never>, "prefetch">[]): void {
  useEffect(() => {
    let waiting = 0;
    const [...rest] = parts;
    const next = () => {
      const part = rest.shift();
      if (part !== undefined) waiting = requestIdleCallback(() => void part.prefetch().then(next));
    };
    next();
    return () => {
      rest.length = 0;
      cancelIdleCallback(waiting);
    };
  }, [parts]);
}
