import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toErrorValue } from "./app-error.ts";

describe("toErrorValue", () => {
  it("names no file in what is stored and shown", () => {
    let thrown: unknown;
    try {
      readFileSync("/home/O'Hara/films/it's mine.mp4");
    } catch (error) {
      thrown = error;
    }
    const value = toErrorValue(thrown);
    expect(value).toMatchObject({ code: "internal", retryable: true });
    expect(value.message).toMatch(/^ENOENT/);
    expect(value.message).not.toMatch(/hara|films|mine/i);
  });
});
