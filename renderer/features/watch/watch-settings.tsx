import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderPlus, FolderSearch, FolderX, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accessSchema } from "../../../shared/model/video.ts";
import type { WatchedFolder, WatchProblem } from "../../../shared/model/watch.ts";
import { CallError } from "../../items/call-error.tsx";
import { errorText } from "../../messages/sentences.ts";
import { sidecarIssueText } from "../../messages/sidecar-issue-text.ts";
import { callQuery } from "../../state/call-query.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { CheckboxLine } from "../../ui/checkbox.tsx";
import { Select } from "../../ui/select.tsx";

const foldersQuery = callQuery("watch.list");

/** Changes a folder's choices optimistically, so that the next change starts from the new ones. */
function useFolderChoices(): (id: string, patch: Partial<WatchedFolder["choices"]>) => void {
  const { client, toasts } = useServices();
  const cache = useQueryClient();
  return (id, patch) => {
    const folders = cache.getQueryData(foldersQuery.queryKey) ?? [];
    const folder = folders.find((other) => other.id === id);
    if (folder === undefined) return;
    const choices = { ...folder.choices, ...patch };
    void cache.cancelQueries({ queryKey: foldersQuery.queryKey });
    cache.setQueryData(
      foldersQuery.queryKey,
      folders.map((other) => (other === folder ? { ...folder, choices } : other)),
    );
    client.call("watch.setChoices", { id, choices }).catch((thrown: unknown) => {
      toasts.addThrown(thrown);
      void cache.invalidateQueries({ queryKey: foldersQuery.queryKey });
    });
  };
}

function Problem({ problem }: { problem: WatchProblem }) {
  const { t } = useTranslation();
  const { fileName, code, sidecar } = problem;
  return (
    <li className="flex items-start gap-2 text-xs">
      <TriangleAlert size={14} aria-hidden="true" className="mt-0.5 shrink-0 text-wait-ink" />
      <span className="min-w-0">
        <span className="font-medium">{fileName}</span> {code !== null && errorText(t, code)}
        {sidecar !== null &&
          t("watch.sidecarBroken", { name: sidecar.fileName, problem: sidecarIssueText(sidecar.problem, t) })}
      </span>
    </li>
  );
}

function FolderLine({ folder }: { folder: WatchedFolder }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const templates = useQuery(callQuery("templates.list")).data ?? [];
  const { id, name, location, choices, present, pending, problems, addedPrivate } = folder;
  const setChoices = useFolderChoices();
  const change = (patch: Partial<WatchedFolder["choices"]>) => setChoices(id, patch);
  const status = !present
    ? t("watch.absent")
    : pending === 0
      ? t("watch.watching")
      : t("watch.pending", { count: pending, formatted: pending.toLocaleString(i18n.language) });
  const Icon = present ? FolderSearch : FolderX;
  return (
    <li className="border-b border-line py-2.5 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <Icon size={16} aria-hidden="true" className="shrink-0 text-quiet" />
        <div className="min-w-32 flex-1">
          <div className="truncate font-medium" title={name}>
            {name}
          </div>
          <div className="truncate text-xs text-quiet select-text" title={location}>
            {location}
          </div>
          <div role="status" className="text-xs text-quiet tabular-nums">
            {status}
          </div>
        </div>
        <Select
          compact
          label={t("watch.accessOf", { name })}
          value={choices.access}
          options={accessSchema.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          onChange={(access) => change({ access })}
        />
        {templates.length > 0 && (
          <Select
            compact
            label={t("watch.templateOf", { name })}
            value={choices.templateId ?? ""}
            options={[
              { value: "", label: t("watch.noTemplate") },
              ...templates.map((template) => ({ value: template.id, label: template.name })),
            ]}
            onChange={(templateId) => change({ templateId: templateId === "" ? null : templateId })}
          />
        )}
        <IconButton label={t("watch.remove", { name })} onClick={() => run(client.call("watch.remove", { id }))}>
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      </div>
      {addedPrivate > 0 && (
        <p className="mt-2 text-xs text-wait-ink">
          {t("watch.addedPrivate", { count: addedPrivate, formatted: addedPrivate.toLocaleString(i18n.language) })}
        </p>
      )}
      {problems.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5 rounded-md bg-wait-soft px-3 py-2 text-wait-ink">
          {problems.map((problem) => (
            <Problem key={problem.fileName} problem={problem} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Lists the folders whose new videos are added automatically, with a button to watch another. */
export function WatchSettings() {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const settings = useSettings();
  const query = useQuery(foldersQuery);
  const folders = query.data ?? [];
  const [includeExisting, setIncludeExisting] = useState(false);
  const choices = {
    access: settings?.defaultAccess ?? "public",
    stayPrivate: settings?.defaultStayPrivate ?? false,
    templateId: null,
  };
  return (
    <>
      <p className="mb-1 text-xs text-quiet">{t("watch.hint")}</p>
      <CallError query={query} className="mb-2" />
      {folders.length > 0 && (
        <ul className="mb-2">
          {folders.map((folder) => (
            <FolderLine key={folder.id} folder={folder} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<FolderPlus size={16} aria-hidden="true" />}
          onClick={() => run(client.call("watch.add", { choices, includeExisting }))}
        >
          {t("watch.add")}
        </Button>
        <CheckboxLine label={t("watch.includeExisting")} checked={includeExisting} onChange={setIncludeExisting} />
      </div>
    </>
  );
}
