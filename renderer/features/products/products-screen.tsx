import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkJob } from "../../../shared/model/bulk.ts";
import { rowKey, type TagHealthReport } from "../../../shared/model/product.ts";
import { CallError } from "../../items/call-error.tsx";
import { KeptScroller } from "../../items/kept-scroller.tsx";
import { formatAgo, formatPrice } from "../../messages/format.ts";
import { callQuery } from "../../state/call-query.ts";
import { useLibrary } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";
import { useNow } from "../../ui/use-now.ts";
import { JobCard } from "../bulk/job-card.tsx";
import { useBulkJobs } from "../bulk/use-bulk.ts";
import { PriceLine } from "../product-picker/price-line.tsx";
import { priceChange } from "../product-picker/product-list.ts";
import { ProductPicture } from "../product-picker/product-picture.tsx";
import { ReplaceDialog } from "./replace-dialog.tsx";

/** A section of the screen with a heading and an optional count. */
function Section({ heading, count, children }: { heading: string; count?: number; children: ReactNode }) {
  const { i18n } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id} className="py-4">
      <h2 id={id} className="mb-1 flex items-baseline gap-2 font-semibold">
        {heading}
        {count !== undefined && (
          <span className="text-xs font-normal text-quiet tabular-nums">{count.toLocaleString(i18n.language)}</span>
        )}
      </h2>
      {children}
    </section>
  );
}

/** Whether a job replaces or removes a product, or undoes that. */
function isSwap({ action }: BulkJob): boolean {
  return action.kind === "swapProduct" || (action.kind === "undo" && action.action?.kind === "swapProduct");
}

type Entry = TagHealthReport["dead"][number];

function ProductLine({ entry, children }: { entry: Entry; children?: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { product, videoIds } = entry;
  const percent = priceChange(product);
  const change =
    percent === null ? "" : t(percent > 0 ? "products.up" : "products.down", { percent: Math.abs(percent) });
  const count = videoIds.length;
  const videosText = t("products.screen.onVideos", { count, formatted: count.toLocaleString(i18n.language) });
  const dead = product.availability !== "available";
  return (
    <li className="flex min-h-13 items-center gap-3 border-b border-line py-1.5 last:border-0">
      <ProductPicture product={product.ref} size={36} />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium" title={product.title}>
          {product.title}
        </div>
        <div className="truncate text-xs text-quiet tabular-nums">
          {[product.storeName, videosText, dead ? "" : change].filter(Boolean).join(" · ")}
        </div>
      </div>
      {dead && <Chip tone="fail">{t(`products.availability.${product.availability}`)}</Chip>}
      {!dead && product.ref !== null && <PriceLine product={product.ref} />}
      <span className="shrink-0 font-medium tabular-nums">{formatPrice(product.price, product, i18n.language)}</span>
      {children}
    </li>
  );
}

/** When the products were last checked, and how many are still to be checked; empty while loading. */
function useCheckedNote(report: TagHealthReport | undefined): string {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  if (report === undefined) return "";
  const { oldestSeenAtMs, unseen } = report;
  const formatted = unseen.toLocaleString(i18n.language);
  const waiting = unseen === 0 ? "" : t("products.screen.checking", { count: unseen, formatted });
  const ago = oldestSeenAtMs === null ? "" : formatAgo(oldestSeenAtMs, now, i18n.language, t("library.justNow"));
  return [ago === "" ? "" : t("products.screen.checked", { ago }), waiting].filter(Boolean).join(" · ");
}

/** Unavailable and repriced products on own videos, and recent replacements. */
export function ProductsScreen() {
  const { t } = useTranslation();
  const health = useQuery(callQuery("products.health"));
  const jobs = useBulkJobs();
  const report = health.data;
  const swaps = (jobs.data ?? []).filter(isSwap);
  const checkedNote = useCheckedNote(report);
  const loaded = useLibrary((state) => state.loaded);
  const [replacing, setReplacing] = useState<Entry | null>(null);
  const dead = report?.dead ?? [];
  const moved = report?.moved ?? [];
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <ScreenHeader heading={t("products.heading")} note={checkedNote} />
      <KeptScroller
        place="products"
        isReady={report !== undefined && jobs.data !== undefined}
        className="flex flex-col px-4"
      >
        <div className="mx-auto flex w-full max-w-[880px] flex-1 flex-col">
          {[health, jobs].map((query, index) => (
            <CallError key={index === 0 ? "health" : "jobs"} query={query} className="pt-4" />
          ))}
          {dead.length > 0 && (
            <Section heading={t("products.screen.dead")} count={dead.length}>
              <ul>
                {dead.map((entry) => (
                  <ProductLine key={rowKey(entry.product)} entry={entry}>
                    {entry.product.ref !== null && (
                      <Button onClick={() => setReplacing(entry)}>{t("products.screen.replace")}</Button>
                    )}
                  </ProductLine>
                ))}
              </ul>
            </Section>
          )}
          {swaps.length > 0 && (
            <Section heading={t("products.screen.recentReplacements")}>
              <ul>
                {swaps.map((job) => (
                  <JobCard key={job.id} job={job} />
                ))}
              </ul>
            </Section>
          )}
          {moved.length > 0 && (
            <Section heading={t("products.screen.priceChanges")} count={moved.length}>
              <ul>
                {moved.map((entry) => (
                  <ProductLine key={rowKey(entry.product)} entry={entry} />
                ))}
              </ul>
            </Section>
          )}
          {loaded && health.isSuccess && jobs.isSuccess && dead.length + moved.length + swaps.length === 0 && (
            <EmptyState icon={<CircleCheck size={28} strokeWidth={1.5} />} heading={t("products.screen.nothingToDo")}>
              {t("products.screen.allAvailable")}
            </EmptyState>
          )}
        </div>
      </KeptScroller>
      {replacing !== null && (
        <ReplaceDialog product={replacing.product} videoIds={replacing.videoIds} onClose={() => setReplacing(null)} />
      )}
    </main>
  );
}
