/** The error codes of BigGo's data calls, by meaning (source: BigGo's published clients). */
export const apiCode = {
  wrongMethod: 1,
  unverified: 2,
  jwtInvalid: 3,
  jwtExpired: 4,
  transcodeError: 1001,
  repeatedVideo: 1002,
  otherUsersVideo: 1003,
  noSuchVideo: 1004,
  videoDeleted: 1005,
  invalidParameter: 1006,
  noSuchUser: 1007,
  noSuchProduct: 1008,
  tooManyProducts: 1009,
  missingParameter: 1010,
} as const;

/** A failure to send to the client: BigGo's code, a message and the HTTP status. */
export class BiggoFailure extends Error {
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const uploadErrorTypes = new Map<number, number>([
  [apiCode.transcodeError, 1],
  [apiCode.repeatedVideo, 2],
  [apiCode.noSuchUser, 3],
]);

/** BigGo's failure envelope: `{result: false, error: {code, message}}`. */
export function failureBody(code: number, message: string) {
  return { result: false, error: { code, message } };
}

/**
 * The older envelope of a failed upload, `{result: false, error_type}`; null when the code has no such type
 * (BigGo has only 1 transcode, 2 repeat and 3 session).
 */
export function uploadFailureBody(code: number) {
  const type = uploadErrorTypes.get(code);
  return type === undefined ? null : { result: false, error_type: type };
}
