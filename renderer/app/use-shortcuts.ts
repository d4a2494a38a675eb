import { useEffect } from "react";
import { searchBoxId } from "../features/library/library-header.tsx";
import { useItemActions } from "../items/use-item-actions.ts";
import { usePlatform } from "../state/platform.ts";
import type { Services } from "../state/services.tsx";
import { useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { useRun } from "../state/use-run.ts";
import { type Command, commandOf } from "./shortcuts.ts";

function inText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "range"].includes(target.type);
}

/** Selects the search box's text and focuses it; false while the box is not drawn. */
function focusSearch(): boolean {
  const box = document.getElementById(searchBoxId);
  if (!(box instanceof HTMLInputElement)) return false;
  box.select();
  box.focus();
  return true;
}

function find(view: Services["view"]): void {
  view.show("library");
  view.showShelf("own");
  // From another screen the box is drawn with the next frame; typing on at once must not miss it where it stands.
  if (!focusSearch()) requestAnimationFrame(focusSearch);
}

/** Runs the window's shortcuts, and the commands of the menu and of notifications. */
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
      // Dialogs and menus take their Escape before it gets here, and nothing behind a dialog is meant.
      if (event.defaultPrevented || document.querySelector('[role="dialog"]') !== null) return;
      const { key, ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
      const stroke = { key, ctrlKey, metaKey, shiftKey, altKey, isComposing, inText: inText(event.target) };
      const command = commandOf(stroke, platform);
      if (command === null) return;
      if (command !== "escape") event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [client, view, uploads, toasts, platform, adding, actions, run]);
}
