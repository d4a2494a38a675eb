import { useQuery } from "@tanstack/react-query";
import { FileText, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "../../../shared/model/template.ts";
import { CallError } from "../../items/call-error.tsx";
import { callQuery } from "../../state/call-query.ts";
import { Button } from "../../ui/button.tsx";
import { emptyTemplate, TemplateDialog } from "./template-dialog.tsx";

/** Lists the templates for editing, with a button to create one. */
export function TemplatesSettings() {
  const { t } = useTranslation();
  const query = useQuery(callQuery("templates.list"));
  const templates = query.data ?? [];
  const [editing, setEditing] = useState<Template | null>(null);
  return (
    <>
      <p className="mb-2 text-xs text-quiet">{t("templates.hint")}</p>
      <CallError query={query} className="mb-2" />
      <div className="flex flex-wrap gap-2">
        {templates.map((template) => (
          <Button
            key={template.id}
            aria-label={t("templates.edit", { name: template.name })}
            icon={<FileText size={16} aria-hidden="true" />}
            onClick={() => setEditing(template)}
          >
            <span className="max-w-48 truncate">{template.name}</span>
          </Button>
        ))}
        <Button tone="ghost" icon={<Plus size={16} aria-hidden="true" />} onClick={() => setEditing(emptyTemplate)}>
          {t("templates.create")}
        </Button>
      </div>
      {editing !== null && <TemplateDialog template={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
