import { useQuery } from "@tanstack/react-query";
import { ChartLine, LayoutGrid, ListVideo, Settings2, Tag } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../features/account/avatar.tsx";
import { describeUpload, isUnfinished } from "../items/upload-status.ts";
import { callQuery } from "../state/call-query.ts";
import { useReach } from "../state/reachability.ts";
import { useAccount } from "../state/server-cache.ts";
import { useServices, useUploads, useView } from "../state/services.tsx";
import type { Screen } from "../state/view-store.ts";
import { AppMark } from "../ui/app-mark.tsx";
import { useLibraryCount } from "./use-library-count.ts";

interface RailItemProps {
  screen: Screen;
  icon: ReactNode;
  label: string;
  count?: number;
  /** What is counted, where that is not plain from the label. */
  countLabel?: string | undefined;
  urgent?: boolean;
}

/** Hidden in a narrow window, where the rail shows icons only. */
const wideOnly = "max-[999px]:hidden";

function RailItem({ screen, icon, label, count, countLabel, urgent = false }: RailItemProps) {
  const { i18n } = useTranslation();
  const { view } = useServices();
  const current = useView((state) => state.screen === screen);
  const countText = count !== undefined && count > 0 ? count.toLocaleString(i18n.language) : null;
  const described = countText === null || countLabel === undefined ? countText : `${countLabel}: ${countText}`;
  return (
    <div className="relative">
      <button
        type="button"
        aria-current={current ? "page" : undefined}
        aria-label={label}
        {...(described === null ? {} : { "aria-description": described })}
        title={described === null || countLabel === undefined ? label : `${label} · ${described}`}
        onClick={() => view.show(screen)}
        className={`flex h-[30px] w-full items-center gap-2.5 rounded-md px-2 transition-colors duration-150 max-[999px]:justify-center ${
          current ? "bg-press font-medium text-ink" : "text-quiet hover:bg-hover hover:text-ink"
        }`}
      >
        {icon}
        <span className={`truncate ${wideOnly}`}>{label}</span>
      </button>
      {countText !== null && (
        <span
          aria-hidden="true"
          className={`pointer-events-none absolute top-[7px] right-2 text-xs tabular-nums max-[999px]:top-0 max-[999px]:right-0.5 max-[999px]:text-[10px] max-[999px]:leading-3 ${
            urgent ? "font-medium text-fail-ink" : "text-quiet"
          } ${screen === "library" ? wideOnly : ""}`}
        >
          {countText}
        </span>
      )}
    </div>
  );
}

function AccountLine() {
  const { t } = useTranslation();
  const { view } = useServices();
  const state = useAccount();
  const reach = useReach();
  if (state === undefined || !("account" in state)) return null;
  const { account } = state;
  const status = account.practice
    ? t("account.practice")
    : t(
        (
          {
            reached: "account.connected",
            refused: "account.refused",
            locked: "account.locked",
            unreachable: "account.unreachable",
          } as const
        )[reach.kind],
      );
  const region = account.region === null ? "" : `${t(`regions.${account.region}`)} · `;
  return (
    <button
      type="button"
      title={account.atUserid}
      onClick={() => view.show("settings")}
      className="flex items-center gap-2 rounded-md p-2 text-left hover:bg-hover max-[999px]:justify-center"
    >
      <Avatar id={account.userid} className="size-6" />
      <span className={`min-w-0 flex-1 ${wideOnly}`}>
        <span className="block truncate font-medium">{account.atUserid}</span>
        <span className="block truncate text-xs text-quiet">
          {region}
          {status}
        </span>
      </span>
    </button>
  );
}

/** Navigation between the screens, and the connected account. */
export function Rail() {
  const { t } = useTranslation();
  const libraryCount = useLibraryCount();
  const deadProducts = useQuery(callQuery("products.health")).data?.dead.length ?? 0;
  const unfinished = useUploads((state) => [...state.uploads.values()].filter(isUnfinished).length);
  const needingUser = useUploads(
    (state) => [...state.uploads.values()].filter((upload) => describeUpload(upload).group === "needsYou").length,
  );
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex w-[208px] shrink-0 flex-col border-r border-line bg-rail p-2 max-[999px]:w-[52px]"
    >
      <div className="flex h-8 items-center gap-2.5 px-2 max-[999px]:justify-center max-[999px]:px-0">
        <AppMark className="size-[18px] rounded-[5px]" />
        <span className={`truncate font-semibold ${wideOnly}`}>BigGo Uploader</span>
      </div>
      <div className="mt-2.5 flex flex-1 flex-col gap-0.5">
        <RailItem
          screen="library"
          icon={<LayoutGrid size={16} aria-hidden="true" className="shrink-0" />}
          label={t("nav.library")}
          count={libraryCount}
        />
        <RailItem
          screen="queue"
          icon={<ListVideo size={16} aria-hidden="true" className="shrink-0" />}
          label={t("nav.queue")}
          count={needingUser || unfinished}
          urgent={needingUser > 0}
          countLabel={needingUser > 0 ? t("queue.groups.needsYou") : undefined}
        />
        <RailItem
          screen="products"
          icon={<Tag size={16} aria-hidden="true" className="shrink-0" />}
          label={t("nav.products")}
          count={deadProducts}
          urgent
        />
        <RailItem
          screen="insight"
          icon={<ChartLine size={16} aria-hidden="true" className="shrink-0" />}
          label={t("nav.insight")}
        />
        <RailItem
          screen="settings"
          icon={<Settings2 size={16} aria-hidden="true" className="shrink-0" />}
          label={t("nav.settings")}
        />
      </div>
      <AccountLine />
    </nav>
  );
}
