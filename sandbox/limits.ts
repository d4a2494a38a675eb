/** Bounds of a server: what one client can keep busy or fill. Sizes in bytes, times in ms. */
export const limits = {
  /** Body of a call that is not a file. */
  bodyBytes: 256 * 1024,
  /** A picture to search with (source: BigGo's extension). */
  pictureBytes: 20 * 1024 * 1024,
  filmBytes: 256 * 1024 ** 3,
  formFiles: 4,
  formFields: 20,
  formFieldBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  connections: 256,
  headersMs: 10_000,
  /** How long a request may send nothing before its end. A pause of the app holds an upload for 30 s. */
  bodyIdleMs: 120_000,
  keepAliveMs: 65_000,
  /** How often requests are checked for these times. */
  checkMs: 2000,
  videos: 50_000,
  pictures: 100,
  frames: 2000,
} as const;
