import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { titleOfUpload } from "../items/library-items.ts";
import { useServices } from "../state/services.tsx";
import { createMilestoneTracker, type ReachedMilestone } from "./progress-milestones.ts";

/** Milestones reached within this time are announced together, ms. */
const batchMs = 1500;

/** Announces upload progress to screen readers: milestones of one batch in one message, failures assertively. */
export function LiveRegion() {
  const { t } = useTranslation();
  const { uploads, progress, view } = useServices();
  const [text, setText] = useState("");
  const [failureText, setFailureText] = useState("");
  useEffect(
    () =>
      view.subscribe(({ announcement }, before) => {
        if (announcement !== before.announcement) setText(announcement);
      }),
    [view],
  );
  useEffect(() => {
    const reachedSince = createMilestoneTracker();
    const describe = ({ upload, milestone }: ReachedMilestone) => {
      const title = titleOfUpload(upload);
      return typeof milestone === "number"
        ? t("announce.mark", { title, percent: milestone })
        : t(`announce.${milestone}`, { title });
    };
    const announce = () => {
      if (!uploads.getState().loaded) return;
      const reached = reachedSince(uploads.getState().uploads, progress.getState().rows);
      const progressed = reached.filter(({ milestone }) => milestone !== "failed").map(describe);
      const failures = reached.filter(({ milestone }) => milestone === "failed").map(describe);
      if (progressed.length > 0) setText(progressed.join(". "));
      if (failures.length > 0) setFailureText(failures.join(". "));
    };
    const timer = setInterval(announce, batchMs);
    return () => clearInterval(timer);
  }, [t, uploads, progress]);
  return (
    <div className="sr-only">
      <div aria-live="polite">{text}</div>
      {/* A failure needs the user, so it interrupts progress announcements. */}
      <div aria-live="assertive">{failureText}</div>
    </div>
  );
}
