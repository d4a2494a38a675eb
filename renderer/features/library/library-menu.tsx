import { Ellipsis, FileDown, FileUp, History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices, useView } from "../../state/services.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { JobsDialog } from "../bulk/job-strip.tsx";

/** Menu for the whole library: bulk jobs, table export and import. */
export function LibraryMenu() {
  const { t } = useTranslation();
  const { client, toasts, view } = useServices();
  const [showingJobs, showJobs] = useState(false);
  const reading = useView((state) => state.table === "reading");
  const exportTable = () => {
    client.call("table.export").then((written) => {
      if (written !== null) toasts.add({ kind: "exported", rows: written.rows });
    }, toasts.addThrown);
  };
  const importTable = async () => {
    try {
      if (reading || !(await client.call("table.pick")).picked) return;
      view.showTable("reading");
      view.showTable(await client.call("table.read"));
    } catch (thrown) {
      view.showTable(null);
      toasts.addThrown(thrown);
    }
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("library.more")}>
            <Ellipsis size={16} aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem icon={<History size={16} />} onSelect={() => showJobs(true)}>
          {t("bulk.jobs")}
        </MenuItem>
        <MenuItem icon={<FileDown size={16} />} onSelect={exportTable}>
          {t("table.export")}
        </MenuItem>
        <MenuItem icon={<FileUp size={16} />} onSelect={() => void importTable()}>
          {t("table.import")}
        </MenuItem>
      </Menu>
      <JobsDialog open={showingJobs} onClose={() => showJobs(false)} />
    </>
  );
}
