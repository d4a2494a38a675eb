import { join } from "node:path";
import { app, session as sessions } from "electron";
import { detailsToAdd } from "../../shared/model/template.ts";
import { noHolds } from "../../shared/model/upload.ts";
import { nothingSynced } from "../../shared/model/video.ts";
import { resolveApiUrl } from "../account/endpoint.ts";
import { openKeyring } from "../account/open-keyring.ts";
import { createProxySignIns } from "../account/proxy-sign-ins.ts";
import { createVault } from "../account/vault.ts";
import type { CommandLine } from "../desktop/command-line.ts";
import type { NoteProgress } from "../desktop/handover.ts";
import { createInbox } from "../desktop/inbox.ts";
import { logStart, logUncaught, openLog } from "../desktop/log.ts";
import { applyTheme, closeWindow } from "../desktop/main-window.ts";
import { createMemoryTrim } from "../desktop/memory-trim.ts";
import { createProxyResolver } from "../desktop/network.ts";
import { createPageReviews } from "../desktop/page-reviews.ts";
import { logEndedProcesses, recoverPage } from "../desktop/recover-page.ts";
import { noticeTls } from "../desktop/tls-notice.ts";
import { startUtilityProcess } from "../desktop/utility-process.ts";
import { systemClock } from "../foundation/clock.ts";
import { createPreloadProof } from "../ipc/preload-proof.ts";
import { createPublisher, type Publisher, type SendTopic } from "../ipc/publisher.ts";
import { sendTopicTo } from "../ipc/send-topic.ts";
import { serve } from "../ipc/serve.ts";
import { createMediaReader } from "../media/media-reader.ts";
import type { DetailsOf } from "../upload/intake/intake.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import { composeFollowUp, type FollowUp } from "./compose-follow-up.ts";
import { composeHandlers } from "./compose-handlers.ts";
import { composeMedia } from "./compose-media.ts";
import { applyNetwork, composeNetwork } from "./compose-network.ts";
import { composeProxySignIn, resumeWork, withStoredSignIns } from "./compose-proxy.ts";
import { composeSession, type SessionParts, type WorkspaceListeners } from "./compose-session.ts";
import type { AppPaths, FirstWindow } from "./first-window.ts";
import { describeAccount, logHolds } from "./log-changes.ts";
import { createPictureComparison, type PictureComparison } from "./picture-comparison.ts";

/** What was found in the process's environment and is not followed. */
export interface RefusedEnvironment {
  /** The check of certificates was switched off. */
  tlsWasOff: boolean;
  /** Chromium's switches that were removed. */
  switches: readonly string[];
}

/** The running app, as `index.ts` sees it. */
export interface RunningApp {
  /** Brings the window to the front, or opens it again. */
  show(): void;
  /** Takes over files; `note` records how far they got, until they are in the queue or the page has them. */
  receive(files: CommandLine, note?: NoteProgress): Promise<void>;
  /** Ends transfers and closes files; the queue stays stored. */
  close(): Promise<void>;
}

/** How long uploads wait for the page's first call before they continue without it, ms. */
const pageTimeoutMs = 3000;

/** Publishes what a workspace reports. */
function createListeners(
  publisher: Publisher,
  followUp: FollowUp,
  send: SendTopic,
  { log, pictures }: { log: (line: string) => void; pictures: PictureComparison },
): WorkspaceListeners {
  const logHold = logHolds(log);
  return {
    onUploads(change) {
      publisher.uploads.push(change);
      followUp.onUploads(change.upserts);
    },
    onHolds(holds) {
      logHold(holds);
      publisher.uploads.push({ upserts: [], removed: [] });
    },
    onProgress: (batch) => send("uploads.progress", batch),
    onChecks: (checks) => send("files.checking", { checks }),
    onLibrary(change) {
      publisher.library.push(change);
      if (change.removed.length > 0) publisher.products();
    },
    onProducts: publisher.products,
    onBulk: publisher.bulk,
    onWatch: publisher.watch,
    onDeleteFailed: (videoIds, error) => send("library.deleteFailed", { videoIds, error }),
    comparePictures: pictures.compare,
  };
}

/**
 * Builds every part and connects them: the only place that knows them all. Call when Electron is ready. `mayWrite` says
 * whether this process owns the data now.
 */
export function compose(
  paths: AppPaths,
  { settings, language, window, connect }: FirstWindow,
  mayWrite: () => boolean,
  refused: RefusedEnvironment,
): RunningApp {
  const log = openLog(join(paths.data, "logs"));
  logUncaught(log);
  logStart(log, {
    version: app.getVersion(),
    locales: app.getPreferredSystemLanguages(),
    packaged: app.isPackaged,
  });
  if (refused.tlsWasOff) log.info("environment: NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored");
  for (const name of refused.switches) log.info(`command line: --${name} is ignored`);
  logEndedProcesses(log.info);
  const keyring = openKeyring(join(paths.data, "keyring"), log.info);
  const vault = createVault({ path: join(paths.data, "account.json"), cipher: keyring });
  const signIns = createProxySignIns({
    path: join(paths.data, "proxies.json"),
    cipher: keyring,
    after: systemClock.after,
    onLate: () => resumeWork(account),
  });
  const started = Promise.withResolvers<void>();
  const proof = createPreloadProof();
  window.onOpen((opened) => {
    opened.on("focus", () => {
      const workspace = account.workspace();
      if (workspace?.readOnly === false) workspace.library.pollNow();
    });
    // The first document of a window may have started before this listener.
    proof.documentStarts();
    opened.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) proof.documentStarts();
    });
    opened.webContents.on("did-navigate", () => reviews.pageLoaded());
    recoverPage(opened, {
      language,
      onRestored: () => send("app.restored", null),
      log: log.info,
    });
  });
  const send = sendTopicTo(() => window.current()?.webContents ?? null);
  const publisher = createPublisher(
    send,
    () => account.workspace()?.engine.holds() ?? noHolds,
    () => account.workspace()?.library.syncState() ?? nothingSynced,
  );
  const defaultDetails: DetailsOf = (fileName) => {
    const { defaultAccess: access, defaultStayPrivate: stayPrivate } = settings.get();
    return detailsToAdd({ access, stayPrivate, templateId: null }, null, { fileName, atMs: Date.now(), n: 1 });
  };
  const pictures = createPictureComparison({
    ask(request) {
      send("uploads.comparePictures", request);
      return window.current() !== null;
    },
    after: systemClock.after,
  });
  const reviews = createPageReviews(() => send("files.arrived", { count: 1 }));
  const inbox = createInbox({
    intake: () => account.workspace()?.engine.intake ?? null,
    newDetails: defaultDetails,
    onArrived: (count) => send("files.arrived", { count }),
  });
  const followUp = composeFollowUp({
    settings,
    workspace: () => account.workspace(),
    send,
    open(target) {
      window.show();
      send("app.command", target);
    },
  });
  const account: SessionParts = composeSession({
    dataFolder: paths.data,
    practiceEntry: join(paths.out, "main/practice.js"),
    sampleVideo: paths.sampleVideo,
    media: createMediaReader({
      start: () => startUtilityProcess(join(paths.out, "main/media.js"), "Media"),
      after: systemClock.after,
      log: log.info,
    }),
    settings,
    vault,
    mayWrite,
    environment: process.env,
    resolveProxy: withStoredSignIns(createProxyResolver(sessions.fromPartition("proxies")), signIns),
    proxyAuth: signIns,
    listeners: createListeners(publisher, followUp, send, { log: log.info, pictures }),
    onAccount(state) {
      started.resolve();
      log.info(describeAccount(state));
      send("account.changed", state);
    },
    onWorkspace(opened) {
      if (opened !== null) applyNetwork(opened, network);
      else reviews.clear();
      publisher.products();
      publisher.bulk();
      publisher.watch();
      followUp.onQueue(opened?.engine.rows().map(viewOf) ?? []);
      publisher.uploads.reset();
      publisher.library.reset();
      void inbox.resume();
    },
    log,
  });

  const memory = createMemoryTrim({
    isBusy: () =>
      account
        .workspace()
        ?.engine.rows()
        .some(({ state }) => state.phase === "sending") ?? false,
    after: systemClock.after,
  });

  let isOpening = false;
  /** Reads queue and library, which keeps this thread busy: only when the page, which has all of its files then, asks. */
  const openAccount = () => {
    if (!isOpening) void account.session.start().finally(started.resolve);
    isOpening = true;
    return started.promise;
  };
  const pageTimer = setTimeout(openAccount, pageTimeoutMs);

  const channels = serve({
    started: openAccount,
    handlers: composeHandlers({
      settings,
      onSettings(next) {
        applyTheme(next.theme);
        send("settings.changed", next);
        account.workspace()?.engine.limitsChanged();
        followUp.whenDone.evaluate();
      },
      account,
      publisher,
      inbox,
      reviews,
      cancelWhenDone: followUp.whenDone.cancel,
      onReached: () => network.reached(),
      window: window.ensure,
      secretStorage: vault.storage,
      sampleVideo: paths.sampleVideo,
      pictures,
      onRead: memory.afterReading,
      proxies: {
        signIns,
        signIn: composeProxySignIn({ signIns, account, apiUrl: resolveApiUrl(process.env.BIGGO_API_URL) }),
      },
    }),
    offerFiles: ({ paths, pathless }) =>
      reviews.give(account.requireWorkspace().engine.intake.offer(paths, { pathless, onReady: reviews.push })),
    ownWindow: () => window.current()?.webContents ?? null,
    proof,
    publish: publisher.flush,
    log: (logId, call, error) => log.error(`error ${logId} in ${call}:`, error),
  });
  const media = composeMedia(account, { pictures, pictureEntry: join(paths.out, "main/pictures.js"), log: log.info });
  const network = composeNetwork(account, log.info);
  connect({ channels, media: media.serve });
  noticeTls(refused.tlsWasOff, { window: window.ensure(), memory: settings, language: language() });

  return {
    show: window.show,
    receive: inbox.receive,
    async close() {
      clearTimeout(pageTimer);
      // The page stores its last edits while it closes, so everything it needs must still be open.
      await closeWindow(window.current());
      inbox.stop();
      media.close();
      network.stop();
      memory.stop();
      followUp.stop();
      await account.close();
      keyring.close();
      log.info("end");
    },
  };
}
