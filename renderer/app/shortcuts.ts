import type { Platform } from "../state/platform.ts";

/** A command that a keyboard shortcut triggers. */
export type Command = "add" | "find" | "queue" | "pause" | "settings" | "help" | "undo" | "escape";

/** The properties of a keyboard event that shortcuts depend on. */
export interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  /** Whether the focus is in a text field. */
  readonly inText: boolean;
}

const withModifier: Record<string, Command> = { o: "add", f: "find", j: "queue", ",": "settings" };

/** The command of a key combination; null when it is not a shortcut. */
export function commandOf(stroke: Keystroke, platform: Platform): Command | null {
  if (stroke.isComposing || stroke.altKey) return null;
  const modifier = platform === "darwin" ? stroke.metaKey : stroke.ctrlKey;
  const key = stroke.key.toLowerCase();
  if (modifier && stroke.shiftKey) return key === "p" ? "pause" : null;
  // In a text field Ctrl+Z undoes typing.
  if (modifier) return key === "z" && !stroke.inText ? "undo" : (withModifier[key] ?? null);
  if (key === "escape") return "escape";
  return key === "?" && !stroke.inText ? "help" : null;
}
