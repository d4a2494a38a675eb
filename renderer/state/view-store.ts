import { createStore, type StoreApi } from "zustand/vanilla";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { type LibraryFilter, type LibrarySort, type LibraryView, noFilter } from "../../shared/model/library-view.ts";
import type { TableImport } from "../../shared/model/table.ts";
import type { Access } from "../../shared/model/video.ts";

/** The screens of the rail. */
export const screens = ["library", "queue", "products", "insight", "settings"] as const;
export type Screen = (typeof screens)[number];

/** What can be scrolled and keeps its position: the screens, and the library's tabs of videos that are not one's own. */
export type ScrollPlace = Screen | "others";

/** Which videos the library shows: the account's own, liked ones, or another user's. */
export const libraryTabs = ["own", "liked", "user"] as const;

/** The open editor. An item's key is its upload id when it was uploaded from here, its video id otherwise. */
export interface OpenEditor {
  readonly key: string;
  /** The keys that Previous and Next step through, as listed when the editor was opened. */
  readonly sequence: readonly string[];
  readonly focusTitle: boolean;
}

/** A bulk change that is being set up. */
export interface BulkIntent {
  readonly kind: "access" | "text" | "addProduct" | "removeProduct" | "template" | "delete";
  readonly access: Access;
  readonly videoIds: readonly string[];
  /** Selected items that are not on BigGo yet; they are changed only when the job starts. */
  readonly uploadIds: readonly string[];
}

const defaultView: LibraryView = { filter: noFilter, sort: "newest", search: "" };

/** What is shown and selected. Main knows nothing of it. */
export interface ViewState {
  readonly screen: Screen;
  readonly editor: OpenEditor | null;
  readonly libraryTab: (typeof libraryTabs)[number];
  /** The user whose videos were requested last: an id or a link, as typed. */
  readonly otherUser: string;
  readonly filter: LibraryFilter;
  readonly sort: LibrarySort;
  readonly search: string;
  readonly selected: ReadonlySet<string>;
  /** The grid's one tabbable cell. */
  readonly activeKey: string | null;
  /** The row or cell that receives the focus when its screen is shown again. */
  readonly returnFocusTo: string | null;
  /** Counts the changes of what the library shows; each scrolls it to the top. */
  readonly libraryRevision: number;
  readonly bulk: BulkIntent | null;
  /** A table that awaits the user's confirmation; `reading` while main reads it. */
  readonly table: TableImport | "reading" | null;
  readonly dialog: "shortcuts" | "connect" | null;
  /** The open sign-in to a proxy, which may lie over another dialog, and what follows it. */
  readonly proxySignIn: { readonly onSignedIn: () => void } | null;
  /** What the live region announces next. */
  readonly announcement: string;
  /** What happens when the queue is done, and when (epoch ms). */
  readonly whenDone: TopicPayload<"app.whenDone">;
}

/** The store of the view and the actions on it. */
export type ViewStore = StoreApi<ViewState> & ViewActions;

interface ViewActions {
  show(screen: Screen): void;
  openEditor(editor: OpenEditor): void;
  /** Shows another item in the open editor. */
  stepEditor(key: string): void;
  closeEditor(): void;
  selectLibraryTab(libraryTab: ViewState["libraryTab"]): void;
  showOtherUser(text: string): void;
  /** Changing what the library shows scrolls it to the top, as do the next four. */
  changeFilter(patch: Partial<LibraryFilter>): void;
  applyView(view: LibraryView): void;
  clearFilters(): void;
  search(text: string): void;
  sortBy(sort: LibrarySort): void;
  select(keys: Iterable<string>): void;
  /** Makes a cell the grid's tabbable one. */
  activate(key: string): void;
  /** Where a place was scrolled to when it was shown last, px. Kept beside the state, because nothing is drawn by it. */
  scrollTop(place: ScrollPlace): number;
  rememberScroll(place: ScrollPlace, top: number): void;
  /** Counts how often a place was sent to its top: a position from before that must not be remembered after it. */
  scrollResets(place: ScrollPlace): number;
  /** The screen has given the focus back. */
  focusReturned(): void;
  openBulk(intent: BulkIntent): void;
  closeBulk(): void;
  showTable(table: ViewState["table"]): void;
  openDialog(dialog: NonNullable<ViewState["dialog"]>): void;
  closeDialog(): void;
  openProxySignIn(onSignedIn: () => void): void;
  closeProxySignIn(): void;
  /** Has the live region say something. */
  announce(text: string): void;
  setWhenDone(whenDone: ViewState["whenDone"]): void;
}

/** Creates the view as it is when the window opens, with the library's initial filter, sort order and search. */
export function createViewStore(initial: LibraryView & Partial<ViewState> = defaultView): ViewStore {
  const store = createStore<ViewState>(() => ({
    screen: "library",
    editor: null,
    libraryTab: "own",
    otherUser: "",
    selected: new Set(),
    activeKey: null,
    returnFocusTo: null,
    libraryRevision: 0,
    bulk: null,
    table: null,
    dialog: null,
    proxySignIn: null,
    announcement: "",
    whenDone: null,
    ...initial,
  }));
  return Object.assign(store, createActions(store.setState));
}

function createActions(set: StoreApi<ViewState>["setState"]): ViewActions {
  const scrollTops = new Map<ScrollPlace, number>();
  const resets = new Map<ScrollPlace, number>();
  const toTop = (place: ScrollPlace) => {
    scrollTops.delete(place);
    resets.set(place, (resets.get(place) ?? 0) + 1);
  };
  const showInLibrary = (change: (state: ViewState) => Partial<LibraryView>) => {
    toTop("library");
    set((state) => ({ ...change(state), libraryRevision: state.libraryRevision + 1 }));
  };
  return {
    show: (screen) => set({ screen, editor: null }),
    openEditor: (editor) => set({ editor }),
    stepEditor: (key) =>
      set(({ editor }) => (editor === null ? {} : { editor: { ...editor, key, focusTitle: false } })),
    closeEditor: () =>
      set(({ editor }) => (editor === null ? {} : { editor: null, activeKey: editor.key, returnFocusTo: editor.key })),
    selectLibraryTab: (libraryTab) => {
      toTop("others");
      set({ libraryTab });
    },
    showOtherUser: (otherUser) => {
      toTop("others");
      set({ otherUser });
    },
    changeFilter: (patch) => showInLibrary(({ filter }) => ({ filter: { ...filter, ...patch } })),
    applyView: (view) => showInLibrary(() => view),
    clearFilters: () => showInLibrary(() => ({ filter: noFilter, search: "" })),
    search: (search) => showInLibrary(() => ({ search })),
    sortBy: (sort) => showInLibrary(() => ({ sort })),
    select: (keys) => set({ selected: new Set(keys) }),
    activate: (activeKey) => set({ activeKey }),
    scrollTop: (place) => scrollTops.get(place) ?? 0,
    rememberScroll: (place, top) => void scrollTops.set(place, top),
    scrollResets: (place) => resets.get(place) ?? 0,
    focusReturned: () => set({ returnFocusTo: null }),
    openBulk: (bulk) => set({ bulk }),
    closeBulk: () => set({ bulk: null }),
    showTable: (table) => set({ table }),
    openDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
    openProxySignIn: (onSignedIn) => set({ proxySignIn: { onSignedIn } }),
    closeProxySignIn: () => set({ proxySignIn: null }),
    announce: (announcement) => set({ announcement }),
    setWhenDone: (whenDone) => set({ whenDone }),
  };
}
