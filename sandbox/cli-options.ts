import { parseArgs } from "node:util";
import { faultSpec } from "./fault-spec.ts";
import type { TestSandboxOptions } from "./start-test-sandbox.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const known = {
  port: text,
  dir: text,
  host: text,
  "client-id": text,
  "client-secret": text,
  processing: text,
  videos: text,
  "sample-video": text,
  fault: { type: "string", multiple: true },
  "token-ttl": text,
  region: text,
  "at-userid": text,
  revoked: flag,
  "no-permission": flag,
  "intermediate-statuses": flag,
  "accept-anything": flag,
  "upload-error-types": flag,
  "errors-with-200": flag,
  "exit-with-stdin": flag,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof known }>>["values"];

function whole(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}"`);
  return Number(value);
}

function flagsOf(values: Values) {
  return {
    revoked: values.revoked,
    noPermission: values["no-permission"],
    intermediateStatuses: values["intermediate-statuses"],
    acceptAnything: values["accept-anything"],
    uploadErrorTypes: values["upload-error-types"],
    errorsWith200: values["errors-with-200"],
  };
}

function optionsOf(values: Values) {
  return {
    ...flagsOf(values),
    port: whole("port", values.port),
    host: values.host,
    clientId: values["client-id"],
    clientSecret: values["client-secret"],
    processingMs: whole("processing", values.processing),
    videos: whole("videos", values.videos),
    tokenTtlSeconds: whole("token-ttl", values["token-ttl"]),
    region: values.region,
    atUserid: values["at-userid"],
    faults: values.fault?.map((spec) => faultSpec.parse(JSON.parse(spec))),
  };
}

/**
 * Parses the command line. Throws a readable error for an unknown flag or a value that does not parse. `dir` is
 * undefined when it is not given.
 */
export function readCommandLine(args: readonly string[], sampleVideo: string) {
  const { values } = parseArgs({ args: [...args], options: known });
  const given = Object.entries(optionsOf(values)).filter(([, value]) => value !== undefined);
  const options = Object.fromEntries(given) as Omit<TestSandboxOptions, "dir">;
  return {
    options: { ...options, sampleVideo: values["sample-video"] ?? sampleVideo },
    dir: values.dir,
    exitWithStdin: values["exit-with-stdin"] ?? false,
  };
}
