import { type ChangeEvent, type CompositionEvent, useRef } from "react";
import { fitTypedText } from "./fit-typed-text.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Props of a controlled text field that holds at most `maxLength` UTF-16 code units. Unlike the attribute `maxlength`, it
 * never takes part of an emoji, a flag or a letter with its marks. A text that is being composed is cut when it is done.
 */
export function useLimitedText(value: string, maxLength: number, onText: (text: string) => void) {
  /** The text before the composition that is under way; null without one. */
  const composedFrom = useRef<string | null>(null);
  const fitField = (field: Field, before: string): string => {
    const { value: typed, selectionStart } = field;
    const { text, caret } = fitTypedText({ before, typed, caret: selectionStart ?? typed.length, maxLength });
    if (text !== typed) {
      field.value = text;
      field.setSelectionRange(caret, caret);
    }
    return text;
  };
  return {
    value,
    onChange({ target }: ChangeEvent<Field>) {
      onText(composedFrom.current === null ? fitField(target, value) : target.value);
    },
    onCompositionStart() {
      composedFrom.current = value;
    },
    onCompositionEnd({ currentTarget }: CompositionEvent<Field>) {
      const typed = currentTarget.value;
      const text = fitField(currentTarget, composedFrom.current ?? value);
      composedFrom.current = null;
      if (text !== typed) onText(text);
    },
  };
}
