/**
 * An environment in which Chromium can name every file: under the C locale it drops files whose names are not ASCII
 * without a word. A UTF-8 locale that is set stays as it is.
 */
export function withUtf8Locale(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const set = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return process.platform !== "linux" || /utf-?8/i.test(set) ? env : { ...env, LC_ALL: "C.UTF-8" };
}
