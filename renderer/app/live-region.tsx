import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { titleOfUpload } from "../items/library-items.ts";
import { useServices } from "../state/services.tsx";
import { createMarkWatch, type PassedMark } from "./progress-marks.ts";

const gatherMs = 1500;

/** Says aloud how far the uploads are, several marks at once in one sentence, and at once what has failed. */
export function LiveRegion() {
  const { t } = useTranslation();
  const { uploads, progress, view } = useServices();
  const [text, setText] = useState("");
  const [alarm, setAlarm] = useState("");
  useEffect(
    () =>
      view.subscribe(({ said }, before) => {
        if (said !== before.said) setText(said);
      }),
    [view],
  );
  useEffect(() => {
    const watch = createMarkWatch();
    const words = ({ upload, mark }: PassedMark) => {
      const title = titleOfUpload(upload);
      return typeof mark === "number" ? t("announce.mark", { title, percent: mark }) : t(`announce.${mark}`, { title });
    };
    const look = () => {
      if (!uploads.getState().loaded) return;
      const passed = watch(uploads.getState().uploads, progress.getState().rows);
      const news = passed.filter(({ mark }) => mark !== "failed").map(words);
      const failures = passed.filter(({ mark }) => mark === "failed").map(words);
      if (news.length > 0) setText(news.join(". "));
      if (failures.length > 0) setAlarm(failures.join(". "));
    };
    const timer = setInterval(look, gatherMs);
    return () => clearInterval(timer);
  }, [t, uploads, progress]);
  return (
    <div className="sr-only">
      <div aria-live="polite">{text}</div>
      {/* What needs the person interrupts what is only told. */}
      <div aria-live="assertive">{alarm}</div>
    </div>
  );
}
