import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isUnderWay } from "../../../shared/model/bulk.ts";
import { CallError } from "../../items/call-error.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { JobActions, JobCard, useJobProgress } from "./job-card.tsx";
import { useActionText } from "./use-action-text.ts";
import { useBulkJobs } from "./use-bulk.ts";

/** Lists recent bulk jobs. */
export function JobsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useBulkJobs();
  return (
    <Dialog open={open} onClose={onClose} heading={t("bulk.jobs")} width={720}>
      <div className="min-h-24 px-5 pb-4">
        <CallError query={query} />
        {query.data?.length === 0 ? (
          <p className="text-quiet">{t("bulk.jobsNone")}</p>
        ) : (
          <ul>
            {query.data?.map((job, index) => (
              <JobCard key={job.id} job={job} open={index === 0} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

/** Shows the running bulk job, else the latest one if some of its videos failed; otherwise nothing. */
export const JobStrip = memo(function JobStrip() {
  const { t } = useTranslation();
  const jobs = useBulkJobs().data ?? [];
  const actionText = useActionText();
  const progressOf = useJobProgress();
  const [open, setOpen] = useState(false);
  const job = jobs.find(isUnderWay) ?? jobs.find(({ counts }, index) => index === 0 && counts.failed > 0);
  return (
    <>
      {job !== undefined && (
        <section
          aria-label={t("bulk.jobs")}
          className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-1"
        >
          <div role="status" className="min-w-48 flex-1 truncate tabular-nums">
            <span className="font-medium">{actionText(job.action)}</span>{" "}
            <span className="text-quiet">{progressOf(job)}</span>
          </div>
          <JobActions job={job} />
          <Button tone="ghost" onClick={() => setOpen(true)}>
            {t("bulk.results")}
          </Button>
        </section>
      )}
      <JobsDialog open={open} onClose={() => setOpen(false)} />
    </>
  );
});
