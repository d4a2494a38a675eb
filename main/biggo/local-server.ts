import type { Dispatcher } from "undici";
import { accessKeyHeader } from "../../shared/access-key.ts";

/** A server of this computer's that only this app may use, in place of BigGo. */
export interface LocalServer {
  /** The Unix domain socket to connect to instead of the URL's host; null where it serves on a port. */
  socketPath: string | null;
  /** Proves every request, media included, to be this app's. */
  accessKey: string;
}

/** Adds the access key to every request of a dispatcher. */
export function withAccessKey({ accessKey }: LocalServer) {
  return (dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch =>
    (options, handler) => {
      const headers = { ...(options.headers as Record<string, string>), [accessKeyHeader]: accessKey };
      return dispatch({ ...options, headers }, handler);
    };
}
