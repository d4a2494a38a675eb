import { readFileSync, renameSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { redact, redactedMessage } from "./redact.ts";

describe("redact", () => {
  it.each([
    ["ENOENT: no such file or directory, open '/home/ada/Videos/my clip.mp4'", "/home/ada"],
    ["EPERM: operation not permitted, rename 'C:\\Users\\Ada\\a.mp4' -> 'D:\\b.mp4'", "Ada"],
    ["EACCES: open '\\\\nas\\films\\a.mp4'", "nas"],
    ["cannot read file:///home/ada/a.json", "/home/ada"],
    ["spawn /usr/local/bin/tool failed", "/usr/local"],
  ])("removes the path from: %s", (text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain(text.split(":")[0]?.split(" ")[0] ?? "");
  });

  it("keeps file name, line and column of stack frames", () => {
    const stack = "Error: x\n    at run (file:///opt/BigGo/resources/app.asar/out/main/index.js:10:5)";
    expect(redact(stack)).toBe("Error: x\n    at run (index.js:10:5)");
    expect(redact("    at C:\\Program Files\\BigGo\\out\\main\\index.js:3:1")).not.toContain("Program");
  });

  it("removes credentials from headers", () => {
    expect(redact("authorization: Bearer eyJh.bGci.abc-1")).toBe("authorization: Bearer <redacted>");
  });

  it("leaves ordinary text unchanged", () => {
    expect(redact("upload 12 queued -> sending (slotGranted), attempt 2")).toBe(
      "upload 12 queued -> sending (slotGranted), attempt 2",
    );
  });
});

/** What a call throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe("redactedMessage", () => {
  it.each([
    ["a quote in a folder", () => readFileSync("/nowhere/O'Hara/it's mine.mp4")],
    ["two paths", () => renameSync("/nowhere/O'Hara/a.mp4", "/nowhere/O'Hara/Ha'ra.mp4")],
    ["a line break", () => readFileSync("/nowhere/O\nHara/a.mp4")],
  ])("leaves nothing of a path with %s", (_name, call) => {
    expect(redactedMessage(thrownBy(call))).not.toMatch(/nowhere|hara|\.mp4/i);
    expect(redactedMessage(thrownBy(call))).toContain("ENOENT");
  });

  it("keeps what is no path", () => {
    expect(redactedMessage(new Error("BigGo refused field title"))).toBe("BigGo refused field title");
    expect(redactedMessage("no reason")).toBe("no reason");
  });
});
