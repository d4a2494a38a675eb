import { describe, expect, it } from "vitest";
import { commandOf } from "./shortcuts.ts";

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false, inText: false };

describe("commandOf", () => {
  it("uses the platform's modifier key", () => {
    expect(commandOf({ ...plain, key: "o", ctrlKey: true }, "linux")).toBe("add");
    expect(commandOf({ ...plain, key: "o", ctrlKey: true }, "darwin")).toBeNull();
    expect(commandOf({ ...plain, key: "P", metaKey: true, shiftKey: true }, "darwin")).toBe("pause");
  });

  it("ignores keys in text fields and during IME composition", () => {
    expect(commandOf({ ...plain, key: "?", inText: true }, "linux")).toBeNull();
    expect(commandOf({ ...plain, key: "?", shiftKey: true }, "linux")).toBe("help");
    expect(commandOf({ ...plain, key: "z", ctrlKey: true, inText: true }, "linux")).toBeNull();
    expect(commandOf({ ...plain, key: "f", ctrlKey: true, isComposing: true }, "linux")).toBeNull();
  });
});
