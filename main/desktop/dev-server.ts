/** Whether a URL can be Vite's development server: plain http on this computer. */
function isDevServer(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return protocol === "http:" && isLocal && username === "" && password === "";
}

/**
 * The development server that electron-vite announces in the environment; null in a package, and for a server that is not
 * on this computer.
 */
export function devServerOf(environment: NodeJS.ProcessEnv, isPackaged: boolean): string | null {
  const server = environment.ELECTRON_RENDERER_URL;
  return !isPackaged && server !== undefined && isDevServer(server) ? new URL(server).origin : null;
}
