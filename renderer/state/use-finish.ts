import { useCallback, useEffect, useRef, useState } from "react";
import { useServices } from "./services.tsx";

/**
 * Runs the call that a dialog ends with, one at a time. The dialog closes when the call succeeds; when it fails, the
 * dialog stays open with everything in it, and the reason becomes a message.
 */
export function useFinish(onClose: () => void): { busy: boolean; finish: (call: () => Promise<unknown>) => void } {
  const { toasts } = useServices();
  const [busy, setBusy] = useState(false);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const finish = useCallback(
    (call: () => Promise<unknown>) => {
      if (busy) return;
      setBusy(true);
      call()
        .finally(() => setBusy(false))
        // Closed meanwhile: another dialog may be open by now.
        .then(() => isOpen.current && onClose(), toasts.addThrown);
    },
    [busy, onClose, toasts],
  );
  return { busy, finish };
}
