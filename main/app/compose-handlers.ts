import { app, type BrowserWindow, shell } from "electron";
import { AppError } from "../../shared/errors.ts";
import type { SecretStorage } from "../../shared/model/account.ts";
import type { Settings } from "../../shared/model/settings.ts";
import type { Inbox } from "../desktop/inbox.ts";
import { openCredentialsPage, openVideoPage } from "../desktop/open-external.ts";
import type { PageReviews } from "../desktop/page-reviews.ts";
import { pickFiles, pickFolder, pickTable, pickTableTarget } from "../desktop/pick-files.ts";
import type { Handlers } from "../ipc/answer-call.ts";
import { appHandlers } from "../ipc/app-handlers.ts";
import { bulkHandlers } from "../ipc/bulk-handlers.ts";
import { libraryHandlers } from "../ipc/library-handlers.ts";
import { productHandlers } from "../ipc/product-handlers.ts";
import { type ProxyHandlerDeps, proxyHandlers } from "../ipc/proxy-handlers.ts";
import type { Publisher } from "../ipc/publisher.ts";
import { tableHandlers } from "../ipc/table-handlers.ts";
import { templateHandlers } from "../ipc/template-handlers.ts";
import { uploadHandlers } from "../ipc/upload-handlers.ts";
import { watchHandlers } from "../ipc/watch-handlers.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import { videoExtensions } from "../upload/files/media-types.ts";
import type { SessionParts } from "./compose-session.ts";
import type { PictureComparison } from "./picture-comparison.ts";

export interface ComposeHandlersDeps {
  settings: SettingsStore;
  /** Called after every change of the preferences. */
  onSettings: (settings: Settings) => void;
  account: SessionParts;
  publisher: Publisher;
  inbox: Inbox;
  reviews: PageReviews;
  cancelWhenDone: () => void;
  /** BigGo has answered the user's attempt to reach it. */
  onReached: () => void;
  window: () => BrowserWindow;
  secretStorage: () => Promise<SecretStorage>;
  sampleVideo: string;
  pictures: PictureComparison;
  proxies: ProxyHandlerDeps;
  /** Many videos have been read for the page. */
  onRead: () => void;
}

/** Opens the page of a video by its id. Rejects with AppError `not-found` for one that is not listed here. */
async function openVideo(account: SessionParts, videoId: string): Promise<void> {
  const { library, others } = account.requireWorkspace();
  const url = (library.raw(videoId) ?? others.video(videoId))?.url;
  if (url === undefined) throw new AppError("not-found", "The library does not list this video");
  await openVideoPage(url);
}

type ReviewCalls = "files.pick" | "files.sample" | "files.accept" | "files.dismiss";

/** Keeps what the page is given for review until the user has decided. */
function keepingReviews(uploads: Pick<Handlers, ReviewCalls>, reviews: PageReviews): Pick<Handlers, ReviewCalls> {
  return {
    "files.pick": async () => reviews.give(Promise.resolve(uploads["files.pick"](undefined))),
    "files.sample": async () => reviews.give(Promise.resolve(uploads["files.sample"](undefined))),
    "files.accept": async (input) => {
      const added = await uploads["files.accept"](input);
      reviews.resolve(input.reviewId);
      return added;
    },
    "files.dismiss": (input) => {
      reviews.resolve(input.reviewId);
      return uploads["files.dismiss"](input);
    },
  };
}

/** Connects every call of the contract to the part that answers it. */
export function composeHandlers(deps: ComposeHandlersDeps): Handlers {
  const { settings, account, publisher, inbox, reviews, window } = deps;
  const { requireWorkspace: workspace, requireWritable: writable } = account;
  const hasWorkspace = () => account.workspace() !== null;
  const uploads = uploadHandlers({
    workspace,
    writable,
    hasWorkspace,
    revision: publisher.uploads.revision,
    pickFiles: () => pickFiles(window(), videoExtensions),
    sampleVideo: deps.sampleVideo,
    onReady: reviews.push,
    picturesCompared: deps.pictures.answer,
  });
  return {
    ...appHandlers({
      session: account.session,
      settings,
      onSettings: deps.onSettings,
      secretStorage: deps.secretStorage,
      version: app.getVersion(),
      locales: () => app.getPreferredSystemLanguages(),
      openCredentialsPage,
      openVideoPage: (videoId) => openVideo(account, videoId),
      takeReviews: () => reviews.take(inbox.takeReviews()),
      cancelWhenDone: deps.cancelWhenDone,
      onReached: deps.onReached,
    }),
    ...proxyHandlers(deps.proxies),
    ...uploads,
    ...keepingReviews(uploads, reviews),
    ...productHandlers({
      workspace,
      writable,
      hasWorkspace,
      allowsImageSearch: () => settings.get().imageSearchAgreed,
      onChanged: publisher.products,
    }),
    ...templateHandlers({
      templates: () => workspace().templates,
      writable: () => writable().templates,
      hasWorkspace,
      onChanged: publisher.products,
    }),
    ...tableHandlers({
      tables: () => workspace().tables,
      writable: () => writable().tables,
      pickTarget: (suggested) => pickTableTarget(window(), suggested),
      pickSource: () => pickTable(window()),
      showInFolder: (path) => shell.showItemInFolder(path),
      now: Date.now,
    }),
    ...watchHandlers({
      watched: () => workspace().watched,
      writable: () => writable().watched,
      hasWorkspace,
      pickFolder: () => pickFolder(window()),
    }),
    ...bulkHandlers({ workspace, writable, hasWorkspace }),
    ...libraryHandlers({
      library: () => workspace().library,
      others: () => workspace().others,
      insight: () => workspace().insight,
      writable: () => writable().library,
      usedProducts: (products) => account.workspace()?.savedProducts.use(products, Date.now()),
      hasWorkspace,
      revision: publisher.library.revision,
      onRead: deps.onRead,
    }),
  };
}
