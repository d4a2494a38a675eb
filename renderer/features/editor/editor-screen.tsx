import { ChevronLeft, ChevronRight, FileX, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { detailsOf, type LibraryItem, ownsDetails } from "../../items/library-items.ts";
import { isCancellable } from "../../items/upload-status.ts";
import { useItemActions } from "../../items/use-item-actions.ts";
import { type ItemProducts, useItemProducts } from "../../items/use-item-products.ts";
import { useItemTitle } from "../../items/use-item-title.ts";
import { useLibrary, useServices, useUploads, useView } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import type { OpenEditor } from "../../state/view-store.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ProductsSection } from "../product-picker/products-section.tsx";
import { TemplateMenu } from "../templates/template-menu.tsx";
import { ConflictPanel } from "./conflict-panel.tsx";
import { DetailsForm } from "./details-form.tsx";
import { FilmPanel } from "./film-panel.tsx";
import { SaveStatus, StatusChip } from "./save-status.tsx";
import { useDetailsDraft } from "./use-details-draft.ts";
import { useEditorItem } from "./use-editor-item.ts";
import { useFrameSearch } from "./use-frame-search.tsx";

function EditorHeader({ editor, title }: { editor: OpenEditor; title: string }) {
  const { t } = useTranslation();
  const { view } = useServices();
  const screen = useView((state) => state.screen);
  const index = editor.sequence.indexOf(editor.key);
  const step = (by: number) => {
    const key = index === -1 ? undefined : editor.sequence[index + by];
    return key === undefined ? { disabled: true } : { onClick: () => view.stepEditor(key) };
  };
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The element that opened the editor is gone: move the focus to the heading, where screen readers continue.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4">
      <h1 ref={heading} tabIndex={-1} className="flex min-w-0 flex-1 items-baseline gap-2 outline-none">
        <span className="shrink-0 text-base font-semibold">
          {t(screen === "queue" ? "queue.heading" : "library.heading")}
        </span>
        <span className="truncate text-quiet" title={title}>
          / {title}
        </span>
      </h1>
      <Button tone="ghost" icon={<ChevronLeft size={16} aria-hidden="true" />} {...step(-1)}>
        {t("editor.previous")}
      </Button>
      <Button tone="ghost" {...step(1)}>
        {t("editor.next")}
        <ChevronRight size={16} aria-hidden="true" />
      </Button>
      <Button onClick={view.closeEditor}>{t("common.close")}</Button>
    </header>
  );
}

function RemoveButton({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  const { client, view } = useServices();
  const actions = useItemActions();
  const run = useRun();
  const icon = <Trash2 size={16} aria-hidden="true" />;
  const { upload, video } = item;
  if (video !== null) {
    const remove = () => {
      actions.remove([item]);
      view.closeEditor();
    };
    return (
      <Button tone="danger" icon={icon} className="self-start" onClick={remove}>
        {t("editor.deleteVideo")}
      </Button>
    );
  }
  if (upload === null || !isCancellable(upload)) return null;
  const cancel = () => {
    run(client.call("uploads.cancel", { id: upload.id }));
    view.closeEditor();
  };
  return (
    <Button tone="danger" icon={icon} className="self-start" onClick={cancel}>
      {t("editor.cancelUpload")}
    </Button>
  );
}

/** Whether the upload can stay private until it is complete. */
function canStayPrivate({ upload }: LibraryItem): boolean {
  if (upload === null) return false;
  return !["complete", "failed", "cancelled", "duplicate"].includes(upload.state.phase);
}

interface DetailsEditorProps {
  item: LibraryItem;
  focusTitle: boolean;
  itemProducts: ItemProducts;
  edit: (patch: DetailsPatch, seen: KnownDetails) => Promise<void>;
}

/** The details form, separate from video and products, so that a keystroke re-renders only this. */
function DetailsEditor({ item, focusTitle, itemProducts, edit }: DetailsEditorProps) {
  const details = detailsOf(item);
  const titleUnknown = !ownsDetails(item) && item.video?.title === null;
  // An unknown title left empty must not clear the title on BigGo.
  const { draft, state } = useDetailsDraft(item.key, details, ({ title: typed, ...patch }, seen) =>
    edit(typed === undefined || (titleUnknown && typed === "") ? patch : { ...patch, title: typed }, seen),
  );
  const { products, refresh } = itemProducts;
  return (
    <>
      <div className="flex h-6 items-center gap-2.5">
        <StatusChip item={item} />
        <SaveStatus item={item} draft={draft} state={state} />
        <TemplateMenu item={item} itemProducts={itemProducts} />
      </div>
      <ConflictPanel item={item} products={products?.slice() ?? null} onResolved={refresh} />
      <DetailsForm
        draft={draft}
        state={state}
        focusTitle={focusTitle}
        titleUnknown={titleUnknown}
        canStayPrivate={canStayPrivate(item)}
      />
    </>
  );
}

function EditorBody({ item, title, focusTitle }: { item: LibraryItem; title: string; focusTitle: boolean }) {
  const { t } = useTranslation();
  const { toasts } = useServices();
  const actions = useItemActions();
  const edit = (patch: DetailsPatch, seen: KnownDetails) => actions.edit(item, patch, seen);
  const takeCover = (coverTimeMs: number) => void actions.edit(item, { coverTimeMs }).catch(toasts.addThrown);
  const itemProducts = useItemProducts(item);
  const frames = useFrameSearch();
  return (
    <div className="flex min-h-0 flex-1">
      <aside className="flex w-[260px] shrink-0 flex-col gap-3 overflow-y-auto border-r border-line p-4 min-[1100px]:w-[330px]">
        <FilmPanel
          item={item}
          title={title}
          onCover={takeCover}
          onFindProducts={frames.find}
          finding={frames.finding}
        />
      </aside>
      <section aria-label={t("editor.details")} className="min-w-0 flex-1 overflow-y-auto">
        <div className="flex max-w-[920px] flex-col gap-4 p-4 min-[1100px]:px-5">
          <DetailsEditor item={item} focusTitle={focusTitle} itemProducts={itemProducts} edit={edit} />
          <ProductsSection item={item} itemProducts={itemProducts} inFrame={frames.found} onInFrameDone={frames.done} />
          {frames.note !== "" && (
            <p role="status" className="text-xs text-wait-ink">
              {frames.note}
            </p>
          )}
          <hr className="border-line" />
          <RemoveButton item={item} />
        </div>
      </section>
      {frames.consentDialog}
    </div>
  );
}

/** The editor of a video or upload; replaces the list it was opened from. */
export function EditorScreen({ editor }: { editor: OpenEditor }) {
  const { t } = useTranslation();
  const { view } = useServices();
  const item = useEditorItem(editor.key);
  // After a reload the lists arrive a moment later than the editor.
  const libraryLoaded = useLibrary((state) => state.loaded);
  const queueLoaded = useUploads((state) => state.loaded);
  const nameOf = useItemTitle();
  const title = item === null ? "" : nameOf(item);
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <EditorHeader editor={editor} title={title} />
      {item === null && libraryLoaded && queueLoaded && (
        <EmptyState
          icon={<FileX size={28} strokeWidth={1.5} />}
          heading={t("editor.gone")}
          actions={<Button onClick={view.closeEditor}>{t("library.heading")}</Button>}
        >
          {t("editor.goneText")}
        </EmptyState>
      )}
      {item !== null && <EditorBody key={editor.key} item={item} title={title} focusTitle={editor.focusTitle} />}
    </main>
  );
}
