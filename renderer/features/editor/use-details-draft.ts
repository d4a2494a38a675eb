import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { useServices } from "../../state/services.tsx";
import { createDetailsDraft, type DetailsDraft, type DraftState, type DraftValues } from "./details-draft.ts";

/**
 * Creates the draft of a form. Unsent changes are stored on unmount and when the window closes or loses the focus; a
 * draft that cannot be stored is kept for the next form of the item.
 */
export function useDetailsDraft(
  key: string,
  published: DraftValues,
  store: (patch: DetailsPatch, seen: KnownDetails) => Promise<void>,
): { draft: DetailsDraft; state: DraftState } {
  const { toasts, unsavedDrafts } = useServices();
  const latestStore = useRef(store);
  useLayoutEffect(() => {
    latestStore.current = store;
  });
  const [{ draft, setListener }] = useState(() => {
    let listener: (state: DraftState) => void = () => {};
    const created = createDetailsDraft(published, {
      store: (patch, seen) => latestStore.current(patch, seen),
      isTransient: (thrown) => errorValueOf(thrown).retryable,
      schedule: (callback, ms) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      onChange: (next) => listener(next),
    });
    return {
      draft: created,
      setListener: (next: (state: DraftState) => void) => {
        listener = next;
      },
    };
  });
  const [state, setState] = useState(draft.state);
  useEffect(() => {
    setListener(setState);
    // Take over the unsaved changes of the item's previous form: two drafts would overwrite each other.
    draft.takeOver(unsavedDrafts.get(key)?.handOver() ?? {});
    unsavedDrafts.delete(key);
    const flush = () => draft.flush();
    window.addEventListener("pagehide", flush);
    window.addEventListener("blur", flush);
    return () => {
      window.removeEventListener("blur", flush);
      const end = () => {
        window.removeEventListener("pagehide", flush);
        if (unsavedDrafts.get(key) === draft) unsavedDrafts.delete(key);
      };
      unsavedDrafts.set(key, draft);
      // Without the form, a toast is the only place to report a storage error.
      let isReported = false;
      setListener(({ status, thrown }) => {
        const isFailed = status === "failed";
        if (status === "clean" || (isFailed && !errorValueOf(thrown).retryable)) end();
        if (!isFailed || isReported) return;
        isReported = true;
        toasts.addThrown(thrown);
      });
      flush();
      if (draft.state().status === "clean") end();
    };
  }, [key, draft, setListener, toasts, unsavedDrafts]);
  const { title, description, access, stayPrivate } = published;
  useEffect(
    () => draft.receive({ title, description, access, stayPrivate }),
    [draft, title, description, access, stayPrivate],
  );
  return { draft, state };
}
