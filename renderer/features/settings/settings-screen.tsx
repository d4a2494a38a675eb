import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { type Region, regions } from "../../../shared/model/account.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import { accessSchema } from "../../../shared/model/video.ts";
import { KeptScroller } from "../../items/kept-scroller.tsx";
import { useAccount, useAppInfo, useChangeSettings, useSettings } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { AppMark } from "../../ui/app-mark.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Segmented } from "../../ui/radio-group.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";
import { Select } from "../../ui/select.tsx";
import { TemplatesSettings } from "../templates/templates-settings.tsx";
import { WatchSettings } from "../watch/watch-settings.tsx";
import { AccountSettings } from "./account-settings.tsx";
import { ProxySettings } from "./proxy-settings.tsx";

function Section({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b border-line py-5 last:border-0">
      <h2 id={id} className="mb-2 font-semibold">
        {heading}
      </h2>
      {children}
    </section>
  );
}

function Setting({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-4 py-1">
      <div className="min-w-0 flex-1">
        <div aria-hidden="true">{label}</div>
        {hint && <div className="text-xs text-quiet">{hint}</div>}
      </div>
      {children}
    </div>
  );
}

const languageNames = { en: "English", "zh-TW": "繁體中文", ja: "日本語" } as const;

type Change = ReturnType<typeof useChangeSettings>;

function Appearance({ settings, change }: { settings: Settings; change: Change }) {
  const { t } = useTranslation();
  const themes = ["system", "light", "dark"] as const;
  const languages = ["system", "en", "zh-TW", "ja"] as const;
  return (
    <Section heading={t("settings.appearance")}>
      <Setting label={t("settings.theme")}>
        <Segmented
          label={t("settings.theme")}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChange={(theme) => change({ theme })}
        />
      </Setting>
      <Setting label={t("settings.language")}>
        <Select
          label={t("settings.language")}
          value={settings.language}
          options={languages.map((value) => ({
            value,
            label: value === "system" ? t("settings.systemLanguage") : languageNames[value],
          }))}
          onChange={(language) => change({ language })}
        />
      </Setting>
    </Section>
  );
}

function useAutomaticRegion(): Region | null {
  const account = useAccount();
  return account !== undefined && "account" in account ? account.account.region : null;
}

function Uploads({ settings, change }: { settings: Settings; change: Change }) {
  const { t } = useTranslation();
  const own = useAutomaticRegion();
  const counts = ["1", "2", "3", "4"] as const;
  const automatic = own === null ? t("settings.automatic") : t("settings.automaticIs", { region: t(`regions.${own}`) });
  return (
    <Section heading={t("settings.uploads")}>
      <Setting label={t("settings.parallel")} hint={t("settings.parallelHint")}>
        <Segmented
          label={t("settings.parallel")}
          value={String(settings.parallelUploads)}
          options={counts.map((value) => ({ value, label: value }))}
          onChange={(count) => change({ parallelUploads: Number(count) })}
        />
      </Setting>
      <Setting label={t("settings.defaultAccess")}>
        <Segmented
          label={t("settings.defaultAccess")}
          value={settings.defaultAccess}
          options={accessSchema.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          onChange={(defaultAccess) => change({ defaultAccess })}
        />
      </Setting>
      <Setting label={t("settings.stayPrivate")}>
        <Checkbox
          label={t("settings.stayPrivate")}
          checked={settings.defaultStayPrivate}
          onChange={(event) => change({ defaultStayPrivate: event.target.checked })}
        />
      </Setting>
      <Setting label={t("settings.imageSearch")} hint={t("settings.imageSearchHint")}>
        <Checkbox
          label={t("settings.imageSearch")}
          checked={settings.imageSearchAgreed}
          onChange={(event) => change({ imageSearchAgreed: event.target.checked })}
        />
      </Setting>
      <Setting label={t("settings.receipts")} hint={t("settings.receiptsHint")}>
        <Checkbox
          label={t("settings.receipts")}
          checked={settings.writeReceipts}
          onChange={(event) => change({ writeReceipts: event.target.checked })}
        />
      </Setting>
      <Setting label={t("settings.region")} hint={t("settings.regionHint")}>
        <Select
          label={t("settings.region")}
          value={settings.region}
          options={(["auto", ...regions] as const).map((value) => ({
            value,
            label: value === "auto" ? automatic : t(`regions.${value}`),
          }))}
          onChange={(region) => change({ region })}
        />
      </Setting>
    </Section>
  );
}

function About() {
  const { t } = useTranslation();
  const { view } = useServices();
  const info = useAppInfo();
  return (
    <Section heading={t("settings.about")}>
      <div className="flex items-center gap-3">
        <AppMark className="size-9 rounded-lg" />
        <div className="min-w-0 flex-1">
          <div className="font-medium">BigGo Uploader</div>
          <div className="selectable text-xs text-quiet tabular-nums">
            {info && t("settings.version", { version: info.version })} · {t("settings.aboutText")}
          </div>
        </div>
        <Button onClick={() => view.openDialog("shortcuts")}>{t("settings.shortcuts")}</Button>
      </div>
    </Section>
  );
}

/** The user's preferences. Changes apply immediately. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const settings = useSettings();
  const change = useChangeSettings();
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <ScreenHeader heading={t("settings.heading")} />
      <KeptScroller place="settings" isReady={settings !== undefined} className="px-4">
        <div className="mx-auto max-w-[640px]">
          {settings && (
            <>
              <Section heading={t("settings.accountHeading")}>
                <AccountSettings />
                <ProxySettings />
              </Section>
              <Appearance settings={settings} change={change} />
              <Uploads settings={settings} change={change} />
              <Section heading={t("templates.heading")}>
                <TemplatesSettings />
              </Section>
              <Section heading={t("watch.heading")}>
                <WatchSettings />
              </Section>
            </>
          )}
          <About />
        </div>
      </KeptScroller>
    </main>
  );
}
