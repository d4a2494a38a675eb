import type { Platform } from "../state/platform.ts";

/** What a key combination asks the window to do. */
export type Command = "add" | "find" | "queue" | "pause" | "settings" | "help" | "undo" | "escape";

/** The part of a keyboard event a shortcut is made of. */
export interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  /** Whether the person is writing somewhere. */
  readonly inText: boolean;
}

const withModifier: Record<string, Command> = { o: "add", f: "find", j: "queue", ",": "settings" };

/** Reads a key combination; null when it means nothing to the window. */
export function commandOf(stroke: Keystroke, platform: Platform): Command | null {
  if (stroke.isComposing || stroke.altKey) return null;
  const modifier = platform === "darwin" ? stroke.metaKey : stroke.ctrlKey;
  const key = stroke.key.toLowerCase();
  if (modifier && stroke.shiftKey) return key === "p" ? "pause" : null;
  // In a text field Ctrl+Z takes back what was typed.
  if (modifier) return key === "z" && !stroke.inText ? "undo" : (withModifier[key] ?? null);
  if (key === "escape") return "escape";
  return key === "?" && !stroke.inText ? "help" : null;
}
