/**
 * Returns an environment with a UTF-8 locale, keeping one that is set: under the C locale Chromium silently drops files
 * with non-ASCII names. Changes nothing outside Linux.
 */
export function withUtf8Locale(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const set = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return process.platform !== "linux" || /utf-?8/i.test(set) ? env : { ...env, LC_ALL: "C.UTF-8" };
}
