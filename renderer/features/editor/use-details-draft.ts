import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { useServices } from "../../state/services.tsx";
import { createDetailsDraft, type DetailsDraft, type DraftState, type DraftValues } from "./details-draft.ts";

/** Lets a draft live as long as its form, and stores what is unsent when the form or the window goes away. */
export function useDetailsDraft(
  published: DraftValues,
  store: (patch: DetailsPatch, seen: KnownDetails) => Promise<void>,
): { draft: DetailsDraft; state: DraftState } {
  const { toasts } = useServices();
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
    const flush = () => draft.flush();
    window.addEventListener("pagehide", flush);
    window.addEventListener("blur", flush);
    return () => {
      window.removeEventListener("blur", flush);
      // Without its form there is no other place to say that something could not be stored.
      let told = false;
      hear(({ status, thrown }) => {
        if (status === "clean") window.removeEventListener("pagehide", flush);
        if (status !== "failed" || told) return;
        told = true;
        toasts.addThrown(thrown);
      });
      flush();
      if (draft.state().status === "clean") window.removeEventListener("pagehide", flush);
    };
  }, [draft, hear, toasts]);
  const { title, description, access, stayPrivate } = published;
  useEffect(
    () => draft.receive({ title, description, access, stayPrivate }),
    [draft, title, description, access, stayPrivate],
  );
  return { draft, state };
}
