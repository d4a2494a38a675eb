import { useCallback, useEffect, useRef, useState } from "react";
import { useServices } from "./services.tsx";

/**
 * The call that a dialog is there for: one at a time. The dialog closes once the call has been taken; when it is refused
 * it stays, with everything in it, and the reason becomes a message.
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
        // Whoever closed it meanwhile may have opened another.
        .then(() => isOpen.current && onClose(), toasts.addThrown);
    },
    [busy, onClose, toasts],
  );
  return { busy, finish };
}
