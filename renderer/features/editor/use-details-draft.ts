import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { useServices } from "../../state/services.tsx";
import { createDetailsDraft, type DetailsDraft, type DraftState, type DraftValues } from "./details-draft.ts";

/** Lets a draft live as long as its form, and stores what is unsent when the form or the window goes away. */
export function useDetailsDraft(
  key: string,
  published: DraftValues,
  store: (patch: DetailsPatch, seen: KnownDetails) => Promise<void>,
): { draft: DetailsDraft; state: DraftState } {
  const { toasts, leftDrafts } = useServices();
  const latestStore = useRef(store);
  useLayoutEffect(() => {
    latestStore.current = store;
  });
  const [{ draft, hear }] = useState(() => {
    let listener: (state: DraftState) => void = () => {};
    const created = createDetailsDraft(published, {
      store: (patch, seen) => latestStore.current(patch, seen),
      isPassing: (thrown) => errorValueOf(thrown).retryable,
      later: (callback, ms) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      changed: (next) => listener(next),
    });
    return {
      draft: created,
      hear: (next: (state: DraftState) => void) => {
        listener = next;
      },
    };
  });
  const [state, setState] = useState(draft.state);
  useEffect(() => {
    hear(setState);
    // What an earlier form of the item could not store goes on in this one: two would write over each other.
    draft.takeOver(leftDrafts.get(key)?.handOver() ?? {});
    leftDrafts.delete(key);
    const flush = () => draft.flush();
    window.addEventListener("pagehide", flush);
    window.addEventListener("blur", flush);
    return () => {
      window.removeEventListener("blur", flush);
      const end = () => {
        window.removeEventListener("pagehide", flush);
        if (leftDrafts.get(key) === draft) leftDrafts.delete(key);
      };
      leftDrafts.set(key, draft);
      // Without its form there is no other place to say that something could not be stored.
      let told = false;
      hear(({ status, thrown }) => {
        const isFailed = status === "failed";
        if (status === "clean" || (isFailed && !errorValueOf(thrown).retryable)) end();
        if (!isFailed || told) return;
        told = true;
        toasts.addThrown(thrown);
      });
      flush();
      if (draft.state().status === "clean") end();
    };
  }, [key, draft, hear, toasts, leftDrafts]);
  const { title, description, access, stayPrivate } = published;
  useEffect(
    () => draft.receive({ title, description, access, stayPrivate }),
    [draft, title, description, access, stayPrivate],
  );
  return { draft, state };
}
