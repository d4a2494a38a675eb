/**
 * Codes of a failed data call, as `error.code` of BigGo's envelope and `BigGoError.biggoCode` (source: the published
 * clients). The token endpoint gives the same numbers other meanings: see {@link TokenCode}.
 */
export const BigGoCode = {
  /** The path does not accept this HTTP method. */
  wrongMethod: 1,
  /** The call carries no token. */
  notVerified: 2,
  /** The token is malformed or was not issued by BigGo. */
  tokenInvalid: 3,
  /** The token has expired. The client renews it and repeats the call once. */
  tokenExpired: 4,
  /** Upload: BigGo cannot convert the file. */
  transcodeError: 1001,
  /** Upload: BigGo has a video with this content already. It says so only after the whole body. */
  duplicateVideo: 1002,
  /** The video belongs to another user. */
  otherUsersVideo: 1003,
  /** The video does not exist. */
  videoNotFound: 1004,
  /** The video was deleted. */
  videoDeleted: 1005,
  /** A parameter of a video is invalid. */
  invalidParameter: 1006,
  /** The user does not exist; in an upload, the session is not valid. */
  userNotFound: 1007,
  /** A product does not exist. BigGo does not say which. */
  productNotFound: 1008,
  /** The list has more than 10 products. */
  tooManyProducts: 1009,
  /** Required parameters are missing. */
  missingParameter: 1010,
} as const;

const dataCodes: ReadonlySet<number | undefined> = new Set<number>(Object.values(BigGoCode));

/** Whether a code is one of BigGo's table for data calls; an unknown code decides nothing. */
export function isBigGoCode(code: number | undefined): boolean {
  return dataCodes.has(code);
}

/** Codes of a failed token request, on errors of kind `credentials` (source: the published clients). */
export const TokenCode = {
  /** The endpoint does not accept this HTTP method. */
  wrongMethod: 1,
  /** The request carries no credentials. */
  noCredentials: 2,
  /** BigGo's server: its environment is empty. */
  serverEnvironmentEmpty: 3,
  /** BigGo's server: no such file or folder. */
  serverFileNotFound: 4,
  /** A required parameter is missing. */
  missingParameter: 1001,
  /** A parameter is invalid. */
  invalidParameter: 1002,
  /** The app key does not exist. */
  appKeyNotFound: 1003,
  /** The app key was revoked. */
  appKeyRevoked: 1004,
  /** The app key does not match. */
  appKeyMismatch: 1005,
  /** The login key does not exist. */
  loginKeyNotFound: 1006,
  /** The login user does not exist. */
  loginUserNotFound: 1007,
  /** The login token does not exist. */
  loginTokenNotFound: 1008,
  /** The refresh token was revoked. */
  refreshTokenRevoked: 1009,
  /** The refresh token does not exist. */
  refreshTokenNotFound: 1010,
  /** BigGo could not create a token. */
  tokenNotCreated: 1012,
  /** BigGo could not create a refresh token. */
  refreshTokenNotCreated: 1013,
  /** BigGo could not update the refresh token. */
  refreshTokenNotUpdated: 1014,
} as const;

/** The codes that say that the key itself is wrong; all others are BigGo's own trouble or a gateway's. */
const keyCodes: ReadonlySet<number | undefined> = new Set<number>([
  TokenCode.appKeyNotFound,
  TokenCode.appKeyRevoked,
  TokenCode.appKeyMismatch,
]);

/** Whether a code of the token endpoint says that the key is wrong. */
export function saysKeyIsWrong(code: number | undefined): boolean {
  return keyCodes.has(code);
}

/** Values of `error_type`, which a failed upload may carry in place of a code (source: the published clients). */
export const UploadErrorType = {
  /** BigGo cannot convert the file. */
  transcodeError: 1,
  /** BigGo has a video with this content already. */
  duplicateVideo: 2,
  /** The session is not valid. */
  sessionError: 3,
} as const;

/** The code that means the same as an `error_type`; undefined for an unknown type. */
export const codeOfUploadErrorType: Readonly<Record<number, number>> = {
  [UploadErrorType.transcodeError]: BigGoCode.transcodeError,
  [UploadErrorType.duplicateVideo]: BigGoCode.duplicateVideo,
  [UploadErrorType.sessionError]: BigGoCode.userNotFound,
};
