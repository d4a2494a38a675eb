import { useTranslation } from "react-i18next";
import type { TableError, TableImport } from "../../../shared/model/table.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { PlanList } from "../bulk/plan-list.tsx";
import { VideoLines } from "../bulk/video-lines.tsx";

function Errors({ errors }: { errors: readonly TableError[] }) {
  const { t, i18n } = useTranslation();
  const count = errors.length;
  return (
    <div className="border-t border-line py-2">
      <h3 className="px-5 pb-1 text-xs font-medium text-fail-ink">
        {t("table.errors", { count, formatted: count.toLocaleString(i18n.language) })}
      </h3>
      <VideoLines
        label={t("table.errors", { count, formatted: count.toLocaleString(i18n.language) })}
        lines={errors}
        keyOf={({ row, column, code }: TableError) => `${row} ${column} ${code}`}
        lineHeight={26}
        maxHeight={182}
      >
        {({ row, column, code, value }) => (
          <div className="flex h-full items-center gap-2 px-5 text-xs">
            <span className="w-32 shrink-0 truncate text-quiet tabular-nums">
              {column === "" ? t("table.row", { row }) : t("table.cell", { row, column })}
            </span>
            <span className="shrink-0">{t(`table.problem.${code}`)}</span>
            <span className="min-w-0 truncate text-quiet">{value}</span>
          </div>
        )}
      </VideoLines>
    </div>
  );
}

/** Previews what a table would change and lists its invalid cells before anything is applied. */
function OpenImport({ table }: { table: TableImport }) {
  const { t, i18n } = useTranslation();
  const { client, view } = useServices();
  const onClose = () => view.showTable(null);
  const { busy, finish } = useFinish(onClose);
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const { importId, fileName, rows, plans, errors } = table;
  const start = () => finish(() => client.call("table.apply", { importId }));
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t("table.heading", { name: fileName })}
      description={
        plans.length === 0
          ? t("table.nothing", counted(rows))
          : t("table.summary", { ...counted(plans.length), rows: rows.toLocaleString(i18n.language) })
      }
      width={640}
      footer={
        <>
          {errors.length > 0 && <span className="text-xs text-quiet">{t("table.skipped")}</span>}
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t(plans.length === 0 ? "common.close" : "common.cancel")}
          </Button>
          {plans.length > 0 && (
            <Button tone="accent" data-autofocus disabled={busy} onClick={start}>
              {t("bulk.start", counted(plans.length))}
            </Button>
          )}
        </>
      }
    >
      {plans.length > 0 && (
        <div className="border-t border-line">
          <PlanList plans={plans} />
        </div>
      )}
      {errors.length > 0 && <Errors errors={errors} />}
    </Dialog>
  );
}

/** Shows the table that was read, on whichever screen the user is by then. */
export function ImportDialog() {
  const table = useView((state) => state.table);
  return table === null || table === "reading" ? null : <OpenImport table={table} />;
}
