import { join } from "node:path";
import { app, type BrowserWindow, safeStorage, session as sessions } from "electron";
import { AppError } from "../../shared/errors.ts";
import { detailsToAdd } from "../../shared/model/template.ts";
import { noHolds } from "../../shared/model/upload.ts";
import { nothingSynced } from "../../shared/model/video.ts";
import { isLoopback } from "../account/endpoint.ts";
import { createVault } from "../account/vault.ts";
import { serveApp } from "../desktop/app-protocol.ts";
import type { CommandLine } from "../desktop/command-line.ts";
import { createInbox, type Inbox } from "../desktop/inbox.ts";
import { denyPermissions } from "../desktop/lock-down.ts";
import { logUncaught, openLog } from "../desktop/log.ts";
import { applyTheme, closeWindow, openMainWindow } from "../desktop/main-window.ts";
import { createMedia } from "../desktop/media.ts";
import { createProxyResolver, type NetworkWatch, watchNetwork } from "../desktop/network.ts";
import { openCredentialsPage, openVideoPage } from "../desktop/open-external.ts";
import { pickFiles, pickFolder, pickTable, pickTableTarget } from "../desktop/pick-files.ts";
import type { Handlers } from "../ipc/answer-call.ts";
import { appHandlers } from "../ipc/app-handlers.ts";
import { bulkHandlers } from "../ipc/bulk-handlers.ts";
import { libraryHandlers } from "../ipc/library-handlers.ts";
import { productHandlers } from "../ipc/product-handlers.ts";
import { createPublisher, type Publisher, type SendTopic } from "../ipc/publisher.ts";
import { sendTopicTo } from "../ipc/send-topic.ts";
import { serve } from "../ipc/serve.ts";
import { tableHandlers } from "../ipc/table-handlers.ts";
import { templateHandlers } from "../ipc/template-handlers.ts";
import { uploadHandlers } from "../ipc/upload-handlers.ts";
import { watchHandlers } from "../ipc/watch-handlers.ts";
import { createSettingsStore, type SettingsStore } from "../settings/settings-store.ts";
import { videoExtensions } from "../upload/files/media-types.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import { composeFollowUp, type FollowUp } from "./compose-follow-up.ts";
import { composeSession, type SessionParts } from "./compose-session.ts";

/** Where things lie. */
export interface AppPaths {
  /** The built app: `main/`, `preload/`, `renderer/`. */
  out: string;
  /** All of the person's data. */
  data: string;
  sampleVideo: string;
  icon: string;
}

/** The running app, as `index.ts` sees it. */
export interface RunningApp {
  /** Brings the window to the front, or opens it again. */
  show(): void;
  /** Takes files up; `taken` is called once they are in the queue or with the page. */
  receive(files: CommandLine, taken?: () => void): Promise<void>;
  /** Ends transfers and closes files; the queue is kept whole. */
  close(): Promise<void>;
}

interface Parts {
  paths: AppPaths;
  settings: SettingsStore;
  account: SessionParts;
  publisher: Publisher;
  inbox: Inbox;
  followUp: FollowUp;
  send: SendTopic;
  window: () => BrowserWindow;
}

function composeHandlers(
  { paths, settings, account, publisher, inbox, followUp, send, window }: Parts,
  vaultStorage: () => "keyring" | "session-only",
): Handlers {
  const workspace = account.requireWorkspace;
  const hasWorkspace = () => account.workspace() !== null;
  return {
    ...appHandlers({
      session: account.session,
      settings,
      onSettings(next) {
        applyTheme(next.theme);
        send("settings.changed", next);
        account.workspace()?.engine.limitsChanged();
        followUp.whenDone.evaluate();
      },
      secretStorage: vaultStorage,
      version: app.getVersion(),
      locales: () => app.getPreferredSystemLanguages(),
      openCredentialsPage,
      async openVideoPage(videoId) {
        const { library, others } = workspace();
        const url = (library.raw(videoId) ?? others.video(videoId))?.url;
        if (url === undefined) throw new AppError("not-found", "The library does not know this video");
        await openVideoPage(url);
      },
      takeReviews: inbox.takeReviews,
      cancelWhenDone: followUp.whenDone.cancel,
    }),
    ...uploadHandlers({
      workspace,
      writable: account.requireWritable,
      hasWorkspace,
      revision: publisher.uploads.revision,
      pickFiles: () => pickFiles(window(), videoExtensions),
      sampleVideo: paths.sampleVideo,
    }),
    ...productHandlers({
      workspace,
      writable: account.requireWritable,
      hasWorkspace,
      allowsImageSearch: () => settings.get().imageSearchAgreed,
      onChanged: publisher.products,
    }),
    ...templateHandlers({
      templates: () => workspace().templates,
      writable: () => account.requireWritable().templates,
      hasWorkspace,
      onChanged: publisher.products,
    }),
    ...tableHandlers({
      tables: () => workspace().tables,
      writable: () => account.requireWritable().tables,
      pickTarget: (suggested) => pickTableTarget(window(), suggested),
      pickSource: () => pickTable(window()),
      now: Date.now,
    }),
    ...watchHandlers({
      watched: () => workspace().watched,
      writable: () => account.requireWritable().watched,
      hasWorkspace,
      pickFolder: () => pickFolder(window()),
    }),
    ...bulkHandlers({ workspace, writable: account.requireWritable, hasWorkspace }),
    ...libraryHandlers({
      library: () => workspace().library,
      others: () => workspace().others,
      insight: () => workspace().insight,
      writable: () => account.requireWritable().library,
      usedProducts: (products) => account.workspace()?.shelf.use(products, Date.now()),
      hasWorkspace,
      revision: publisher.library.revision,
    }),
  };
}

function serveMediaOf(account: SessionParts) {
  return createMedia({
    uploadFile: (id) => account.workspace()?.engine.get(id)?.file ?? null,
    videoUrls(videoId) {
      const open = account.workspace();
      const video = open?.library.raw(videoId) ?? open?.others.video(videoId);
      return video ? { cover: video.coverUrl, mp4: video.mp4Url, thumbnails: video.thumbnailUrls } : null;
    },
    productImage: (key) => account.workspace()?.images.url(key) ?? null,
    accountFolder: () => account.workspace()?.folder ?? null,
    openMedia: () => account.workspace()?.openMedia ?? null,
    apiOrigin() {
      const baseUrl = account.workspace()?.baseUrl;
      return baseUrl === undefined ? null : new URL(baseUrl).origin;
    },
  });
}

/** Queue and library go on by themselves when the network does. A BigGo on this computer needs none. */
function followNetwork(account: SessionParts): NetworkWatch {
  return watchNetwork({
    onChange(online) {
      const workspace = account.workspace();
      if (workspace === null || isLoopback(workspace.baseUrl)) return;
      workspace.engine.setOnline(online);
      if (!online) return;
      if (!workspace.readOnly) workspace.library.resume();
      if (account.session.state().status === "unverified") void account.session.reconnect();
    },
    onSleep: () => account.workspace()?.engine.slept(),
  });
}

/** Builds every part and hands them to each other: the only place that knows them all. Call when Electron is ready. */
export async function compose(paths: AppPaths): Promise<RunningApp> {
  const log = openLog(join(paths.data, "logs"));
  logUncaught(log);
  const settings = createSettingsStore(paths.data);
  const vault = createVault({
    path: join(paths.data, "account.json"),
    keyring: safeStorage,
    platform: process.platform,
  });
  denyPermissions(sessions.defaultSession);
  applyTheme(settings.get().theme);

  let window: BrowserWindow | null = null;
  const send = sendTopicTo(() => window?.webContents ?? null);
  const publisher = createPublisher(
    send,
    () => account.workspace()?.engine.holds() ?? noHolds,
    () => account.workspace()?.library.syncState() ?? nothingSynced,
  );
  const inbox = createInbox({
    intake: () => account.workspace()?.engine.intake ?? null,
    newDetails: (fileName) => {
      const { defaultAccess: access, defaultStayPrivate: stayPrivate } = settings.get();
      const choices = { access, stayPrivate, templateId: null };
      return detailsToAdd(choices, null, { fileName, atMs: Date.now(), n: 1 });
    },
    onArrived: (count) => send("files.arrived", { count }),
  });
  const followUp = composeFollowUp({
    settings,
    workspace: () => account.workspace(),
    send,
    open(target) {
      show();
      send("app.command", target);
    },
  });
  const account: SessionParts = composeSession({
    dataFolder: paths.data,
    practiceEntry: join(paths.out, "main/practice.js"),
    sampleVideo: paths.sampleVideo,
    settings,
    vault,
    environment: process.env,
    resolveProxy: createProxyResolver(sessions.defaultSession),
    listeners: {
      onUploads(change) {
        publisher.uploads.push(change);
        followUp.onUploads(change.upserts);
      },
      onHolds: () => publisher.uploads.push({ upserts: [], removed: [] }),
      onProgress: (batch) => send("uploads.progress", batch),
      onLibrary(change) {
        publisher.library.push(change);
        if (change.removed.length > 0) publisher.products();
      },
      onProducts: publisher.products,
      onBulk: publisher.bulk,
      onWatch: publisher.watch,
      onDeleteFailed: (videoIds, error) => send("library.deleteFailed", { videoIds, error }),
    },
    onAccount: (state) => send("account.changed", state),
    onWorkspace(opened) {
      // The watch of the network tells of changes, and this one was not there to hear.
      if (opened !== null && !isLoopback(opened.baseUrl) && !network.isOnline()) opened.engine.setOnline(false);
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

  const open = () => {
    const opened = openMainWindow({ outFolder: paths.out, memory: settings, icon: paths.icon });
    opened.on("focus", () => {
      const workspace = account.workspace();
      if (workspace?.readOnly === false) workspace.library.pollNow();
    });
    opened.on("closed", () => {
      if (window === opened) window = null;
    });
    window = opened;
    return opened;
  };
  const show = () => {
    const shown = window ?? open();
    if (shown.isMinimized()) shown.restore();
    shown.show();
    shown.focus();
  };
  const parts = { paths, settings, account, publisher, inbox, followUp, send, window: () => window ?? open() };
  serve({
    handlers: composeHandlers(parts, vault.storage),
    offerPaths: (offered) => account.requireWorkspace().engine.intake.offer(offered),
    ownWindow: () => window?.webContents ?? null,
    publish: publisher.flush,
    log: (logId, what, error) => log.error(`${logId} ${what}`, error),
  });
  await serveApp(join(paths.out, "renderer"), serveMediaOf(account));
  const network = followNetwork(account);
  void account.session.start();
  open();

  return {
    show,
    receive: inbox.receive,
    async close() {
      // The page stores what was typed last as it goes: whatever that needs is still there.
      await closeWindow(window);
      network.stop();
      followUp.stop();
      await account.close();
    },
  };
}
