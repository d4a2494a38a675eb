import { useEffect } from "react";
import { searchBoxId } from "../features/library/library-header.tsx";
import { useItemActions } from "../items/use-item-actions.ts";
import { usePlatform } from "../state/platform.ts";
import type { Services } from "../state/services.tsx";
import { useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { useRun } from "../state/use-run.ts";
import { isTextTarget } from "../ui/text-target.ts";
import { type Command, commandOf } from "./shortcuts.ts";

/** Focuses the search box and selects its text; false while it is not rendered. */
function focusSearch(): boolean {
  const box = document.getElementById(searchBoxId);
  if (!(box instanceof HTMLInputElement)) return false;
  box.select();
  box.focus();
  return true;
}

function find(view: Services["view"]): void {
  view.show("library");
  view.selectLibraryTab("own");
  // Focus it synchronously if it is rendered, so that no keystroke is lost; otherwise it is there in the next frame.
  if (!focusSearch()) requestAnimationFrame(focusSearch);
}

/** Handles the window's keyboard shortcuts. */
export function useShortcuts(): void {
  const { client, view, uploads, toasts } = useServices();
  const platform = usePlatform();
  const adding = useAdding();
  const actions = useItemActions();
  const run = useRun();
  useEffect(() => {
    const undo = () => {
      const last = toasts.getState().toasts.findLast((toast) => toast.kind === "deleted");
      if (last?.kind !== "deleted") return;
      actions.undo(last.deletionId);
      toasts.dismiss(last.id);
    };
    const commands: Record<Command, () => void> = {
      add: adding.pick,
      find: () => find(view),
      queue: () => view.show("queue"),
      settings: () => view.show("settings"),
      help: () => view.openDialog("shortcuts"),
      pause: () => run(client.call("uploads.pauseQueue", { paused: !uploads.getState().holds.paused })),
      undo,
      escape: view.closeEditor,
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // Dialogs and menus handle Escape first, and a shortcut must not act behind an open dialog.
      if (event.defaultPrevented || document.querySelector('[role="dialog"]') !== null) return;
      const { key, ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
      const stroke = { key, ctrlKey, metaKey, shiftKey, altKey, isComposing, inText: isTextTarget(event.target) };
      const command = commandOf(stroke, platform);
      if (command === null) return;
      if (command !== "escape") event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [client, view, uploads, toasts, platform, adding, actions, run]);
}
