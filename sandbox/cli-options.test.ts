import { expect, test } from "vitest";
import { readCommandLine } from "./cli-options.ts";

const read = (...args: string[]) => readCommandLine(args, "sample.mp4");

test("flags become options; what is not given stays out", () => {
  const { options, dir, exitWithStdin } = read("--port", "0", "--dir", "d", "--processing", "50", "--revoked");
  expect(options).toEqual({ port: 0, processingMs: 50, revoked: true, sampleVideo: "sample.mp4" });
  expect({ dir, exitWithStdin }).toEqual({ dir: "d", exitWithStdin: false });
});

test("faults are JSON, as often as wanted", () => {
  const { options } = read("--fault", '{"kind":"refuse"}', "--fault", '{"kind":"delay","ms":5,"times":0}');
  expect(options.faults).toEqual([{ kind: "refuse" }, { kind: "delay", ms: 5, times: 0 }]);
  expect(() => read("--fault", '{"kind":"rain"}')).toThrow();
});

test("nonsense is refused", () => {
  expect(() => read("--port", "many")).toThrow("--port takes a whole number");
  expect(() => read("--rain")).toThrow();
});
