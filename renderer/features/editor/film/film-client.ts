import { createWorkerStarter } from "../../../bridge/start-worker.ts";
import type { FilmFrame, FilmMessage, FilmRequest, FrameSpan } from "./film-messages.ts";
import workerUrl from "./film-worker.ts?worker&url";

/** A worker that is silent for this long is ended, ms: a malformed film can keep a parser busy for ever. */
const timeoutMs = 8000;

const startWorker = createWorkerStarter([workerUrl]);

/** Messages about the film as a whole. */
export type FilmNews = Extract<FilmMessage, { kind: "facts" | "strip" | "covers" | "unreadable" }>;

/** A film that is read in a worker of its own. */
export interface FilmClient {
  /** The frame `by` frames after the one shown at `atMs`; null when it is unknown. Never rejects. */
  step(atMs: number, by: number): Promise<FrameSpan | null>;
  /** A picture of the frame shown at `atMs`; null when it cannot be decoded. Never rejects. */
  frame(atMs: number): Promise<FilmFrame | null>;
  /** Ends the worker; open requests resolve to null. */
  close(): void;
}

/** Opens the video at a URL. `onNews` is called until its covers are chosen, or it is found unreadable. */
export function openFilm(url: string, stripLength: number, onNews: (news: FilmNews) => void): FilmClient {
  const worker = startWorker(workerUrl);
  const pending = new Map<number, (message: FilmMessage | null) => void>();
  let nextId = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = true;
  let isClosed = false;

  const close = () => {
    isClosed = true;
    clearTimeout(timer);
    worker.terminate();
    for (const resolve of pending.values()) resolve(null);
    pending.clear();
  };
  const giveUp = () => {
    close();
    if (isBusy) onNews({ kind: "unreadable" });
    isBusy = false;
  };
  const restartTimer = () => {
    clearTimeout(timer);
    if (isBusy || pending.size > 0) timer = setTimeout(giveUp, timeoutMs);
  };

  worker.addEventListener("message", ({ data }: MessageEvent<FilmMessage>) => {
    if (data.kind === "span" || data.kind === "frame") {
      pending.get(data.id)?.(data);
      pending.delete(data.id);
    } else {
      if (data.kind === "covers" || data.kind === "unreadable") isBusy = false;
      onNews(data);
    }
    restartTimer();
  });
  worker.addEventListener("error", giveUp);
  const send = (request: FilmRequest) => {
    worker.postMessage(request);
    restartTimer();
  };
  const ask = (request: (id: number) => FilmRequest) =>
    new Promise<FilmMessage | null>((resolve) => {
      if (isClosed) return resolve(null);
      nextId += 1;
      pending.set(nextId, resolve);
      send(request(nextId));
    });

  send({ kind: "open", url: new URL(url, window.location.href).href, stripLength });
  return {
    async step(atMs, by) {
      const message = await ask((id) => ({ kind: "step", id, atMs, by }));
      return message?.kind === "span" ? message.span : null;
    },
    async frame(atMs) {
      const message = await ask((id) => ({ kind: "frame", id, atMs }));
      return message?.kind === "frame" ? message.frame : null;
    },
    close,
  };
}
