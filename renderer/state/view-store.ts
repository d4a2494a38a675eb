import { createStore, type StoreApi } from "zustand/vanilla";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { type LibraryFilter, type LibrarySort, type LibraryView, noFilter } from "../../shared/model/library-view.ts";
import type { TableImport } from "../../shared/model/table.ts";
import type { Access } from "../../shared/model/video.ts";

/** The screens of the rail. */
export type Screen = "library" | "queue" | "products" | "insight" | "settings";

/** Whose videos the library shows. */
export const libraryShelves = ["own", "liked", "user"] as const;

/** The open editor. An item's key is its upload id where it came from this computer, its video id otherwise. */
export interface OpenEditor {
  readonly key: string;
  /** The keys that Previous and Next walk, as they stood when the editor was opened. */
  readonly sequence: readonly string[];
  readonly focusTitle: boolean;
}

/** A change of many videos that is being composed. */
export interface BulkIntent {
  readonly kind: "access" | "text" | "addProduct" | "removeProduct" | "template" | "delete";
  readonly access: Access;
  readonly videoIds: readonly string[];
  /** What was chosen as well and is not on BigGo yet: nothing is done to it before the change is begun. */
  readonly uploadIds: readonly string[];
}

const usualView: LibraryView = { filter: noFilter, sort: "newest", search: "" };

/** What the person looks at: nothing of it is known to main. */
export interface ViewState {
  readonly screen: Screen;
  readonly editor: OpenEditor | null;
  readonly shelf: (typeof libraryShelves)[number];
  /** Whose videos were asked for last: an id or a link, as it was typed. */
  readonly otherUser: string;
  readonly filter: LibraryFilter;
  readonly sort: LibrarySort;
  readonly search: string;
  readonly selected: ReadonlySet<string>;
  /** The grid's one tabbable cell. */
  readonly activeKey: string | null;
  /** The row or cell that gets the focus when its screen is back. */
  readonly returnFocusTo: string | null;
  readonly libraryScrollTop: number;
  readonly bulk: BulkIntent | null;
  /** A table that was read and waits for the person's word; `reading` while it is looked at. */
  readonly table: TableImport | "reading" | null;
  readonly dialog: "shortcuts" | "connect" | null;
  /** What the live region says next. */
  readonly said: string;
  /** What happens when nothing is left to send, and when (epoch ms). */
  readonly whenDone: TopicPayload<"app.whenDone">;
}

/** The view's store with its moves. */
export type ViewStore = StoreApi<ViewState> & {
  show(screen: Screen): void;
  openEditor(editor: OpenEditor): void;
  stepEditor(key: string): void;
  closeEditor(): void;
  clearFilters(): void;
};

/** Creates the view as it is when the window opens; `library` is what of the library it begins with. */
export function createViewStore(library: LibraryView = usualView): ViewStore {
  const store = createStore<ViewState>(() => ({
    screen: "library",
    editor: null,
    shelf: "own",
    otherUser: "",
    ...library,
    selected: new Set(),
    activeKey: null,
    returnFocusTo: null,
    libraryScrollTop: 0,
    bulk: null,
    table: null,
    dialog: null,
    said: "",
    whenDone: null,
  }));
  return Object.assign(store, {
    show: (screen: Screen) => store.setState({ screen, editor: null }),
    openEditor: (editor: OpenEditor) => store.setState({ editor }),
    stepEditor: (key: string) =>
      store.setState(({ editor }) => (editor === null ? {} : { editor: { ...editor, key, focusTitle: false } })),
    closeEditor: () =>
      store.setState(({ editor }) =>
        editor === null ? {} : { editor: null, activeKey: editor.key, returnFocusTo: editor.key },
      ),
    clearFilters: () => store.setState({ filter: noFilter, search: "", libraryScrollTop: 0 }),
  });
}
