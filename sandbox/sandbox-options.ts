/** How a sandbox behaves. Times are ms except `tokenTtlSeconds`; defaults are in brackets. */
export interface SandboxOptions {
  /** The folder of its state; created when missing. */
  readonly dir: string;
  /** [any free port] */
  readonly port?: number;
  /** A loopback address [127.0.0.1]. */
  readonly host?: string;
  /** A Unix domain socket to serve on instead of a port; its folder must exist, and bounds who can connect. */
  readonly socketPath?: string;
  /** What every request must carry as `x-access-key`; without it, every program of this computer may send some. */
  readonly accessKey?: string;
  /** [the one of the last start, else generated] */
  readonly clientId?: string;
  /** [the one of the last start, else generated] */
  readonly clientSecret?: string;
  /** Time from the end of an upload to status 13 [3000]. */
  readonly processingMs?: number;
  /** Number of videos to seed an empty sandbox with [0]. */
  readonly videos?: number;
  /** The file served for seeded videos; without it they have no download. */
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
  /** Sends undocumented process statuses between 0 and 13. */
  readonly intermediateStatuses?: boolean;
  /** Accepts files that are not videos: length 0, a drawn cover. */
  readonly acceptAnything?: boolean;
  /** A failed upload returns `error_type` instead of `error.code`. */
  readonly uploadErrorTypes?: boolean;
  /** Failures return HTTP 200. */
  readonly errorsWith200?: boolean;
}
