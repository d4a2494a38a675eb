import type { FaultSpec } from "./fault-spec.ts";

/** How a sandbox behaves. Times are ms but for `tokenTtlSeconds`; what is left out has the default in brackets. */
export interface SandboxOptions {
  /** Where its state lives; made when missing. */
  readonly dir: string;
  /** [any free port] */
  readonly port?: number;
  /** A loopback address [127.0.0.1]. */
  readonly host?: string;
  /** [the one of the last start, else a new one] */
  readonly clientId?: string;
  /** [the one of the last start, else a new one] */
  readonly clientSecret?: string;
  /** From the end of an upload to status 13 [3000]. */
  readonly processingMs?: number;
  /** Seeded videos of an empty sandbox [0]. */
  readonly videos?: number;
  /** The file that seeded videos play; without it they have no download. */
  readonly sampleVideo?: string;
  /** [3600] */
  readonly tokenTtlSeconds?: number;
  /** The app key is revoked. */
  readonly revoked?: boolean;
  /** The account may not upload. */
  readonly noPermission?: boolean;
  /** [tw] */
  readonly region?: string;
  /** The account's handle [kaixiang.lab]. */
  readonly atUserid?: string;
  /** Undocumented process numbers between 0 and 13. */
  readonly intermediateStatuses?: boolean;
  /** Takes a file that is no video: length 0, a drawn cover. */
  readonly acceptAnything?: boolean;
  /** An upload's failure carries `error_type` instead of `error.code`. */
  readonly uploadErrorTypes?: boolean;
  /** Failures travel with HTTP 200. */
  readonly errorsWith200?: boolean;
  /** Faults from the start. */
  readonly faults?: readonly FaultSpec[];
}
