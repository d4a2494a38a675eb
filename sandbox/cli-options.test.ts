import { describe, expect, it } from "vitest";
import { readCommandLine } from "./cli-options.ts";

const read = (...args: string[]) => readCommandLine(args, "sample.mp4");

describe("readCommandLine", () => {
  it("maps flags to options and omits those not given", () => {
    const { options, dir, exitWithStdin } = read("--port", "0", "--dir", "d", "--processing", "50", "--revoked");
    expect(options).toEqual({ port: 0, processingMs: 50, revoked: true, sampleVideo: "sample.mp4" });
    expect({ dir, exitWithStdin }).toEqual({ dir: "d", exitWithStdin: false });
  });

  it("parses repeated --fault flags as JSON", () => {
    const { options } = read("--fault", '{"kind":"refuse"}', "--fault", '{"kind":"delay","ms":5,"times":0}');
    expect(options.faults).toEqual([{ kind: "refuse" }, { kind: "delay", ms: 5, times: 0 }]);
    expect(() => read("--fault", '{"kind":"rain"}')).toThrow();
  });

  it("rejects unknown flags and malformed values", () => {
    expect(() => read("--port", "many")).toThrow("--port takes a whole number");
    expect(() => read("--rain")).toThrow();
  });
});
