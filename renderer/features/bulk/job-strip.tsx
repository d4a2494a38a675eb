import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isUnderWay } from "../../../shared/model/bulk.ts";
import { CallError } from "../../items/call-error.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { JobActions, JobCard, useJobProgress } from "./job-card.tsx";
import { useBulkJobs } from "./use-bulk.ts";
import { useJobStatus } from "./use-job-status.ts";

/** Every change of many videos of late. */
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
            {query.data?.map((job, at) => (
              <JobCard key={job.id} job={job} open={at === 0} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

/** The change that is under way, or the last one where it needs somebody; nothing else. */
export function JobStrip() {
  const { t } = useTranslation();
  const jobs = useBulkJobs().data ?? [];
  const describeJob = useJobStatus();
  const progressOf = useJobProgress();
  const [open, setOpen] = useState(false);
  const job = jobs.find(isUnderWay) ?? jobs.find(({ counts }, at) => at === 0 && counts.failed > 0);
  return (
    <>
      {job !== undefined && (
        <section
          aria-label={t("bulk.jobs")}
          className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-1"
        >
          <div role="status" className="min-w-48 flex-1 truncate tabular-nums">
            <span className="font-medium">{describeJob(job.action)}</span>{" "}
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
}
