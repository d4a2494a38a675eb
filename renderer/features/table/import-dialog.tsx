import { useTranslation } from "react-i18next";
import type { TableError, TableImport } from "../../../shared/model/table.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { PlanList } from "../bulk/plan-list.tsx";
import { VideoLines } from "../bulk/video-lines.tsx";

interface CellsProps {
  heading: string;
  cells: readonly TableError[];
  /** `fail` for cells that cost their row, `wait` for those that only keep their value. */
  tone: "fail" | "wait";
  note?: string;
}

/** Cells that change nothing, each with the reason. */
function Cells({ heading, cells, tone, note }: CellsProps) {
  const { t } = useTranslation();
  return (
    <div className="border-t border-line py-2">
      <h3 className={`px-5 pb-1 text-xs font-medium ${tone === "fail" ? "text-fail-ink" : "text-wait-ink"}`}>
        {heading}
      </h3>
      {note !== undefined && <p className="px-5 pb-1 text-xs text-quiet">{note}</p>}
      <VideoLines
        label={heading}
        lines={cells}
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

/** What a table would change, in a sentence. */
function useSummary(): (table: TableImport) => string {
  const { t, i18n } = useTranslation();
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  return ({ plans, rows, damaged }) => {
    if (plans.length > 0) return t("table.summary", { ...counted(plans.length), rows: counted(rows).formatted });
    return damaged.length > 0 ? t("table.unchanged", counted(rows)) : t("table.nothing", counted(rows));
  };
}

/** Previews what a table would change and lists its invalid cells before anything is applied. */
function OpenImport({ table }: { table: TableImport }) {
  const { t, i18n } = useTranslation();
  const { client, view } = useServices();
  const onClose = () => view.showTable(null);
  const { busy, finish } = useFinish(onClose);
  const counted = (count: number) => ({ count, formatted: count.toLocaleString(i18n.language) });
  const summaryOf = useSummary();
  const { importId, fileName, plans, errors, damaged } = table;
  const start = () => {
    if (plans.length > 0 && !busy) finish(() => client.call("table.apply", { importId }));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t("table.heading", { name: fileName })}
      description={summaryOf(table)}
      width={640}
      onSubmit={start}
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
      {errors.length > 0 && <Cells tone="fail" heading={t("table.errors", counted(errors.length))} cells={errors} />}
      {damaged.length > 0 && (
        <Cells
          tone="wait"
          heading={t("table.damaged", counted(damaged.length))}
          note={t("table.damagedNote")}
          cells={damaged}
        />
      )}
    </Dialog>
  );
}

/** Shows the table that was read, on whichever screen the user is by then. */
export function ImportDialog() {
  const table = useView((state) => state.table);
  return table === null || table === "reading" ? null : <OpenImport table={table} />;
}
