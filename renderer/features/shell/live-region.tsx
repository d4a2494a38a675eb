import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../../state/services.tsx";
import { titleOfUpload } from "../library/library-items.ts";
import { createMarkWatch, type PassedMark } from "../queue/progress-marks.ts";

const gatherMs = 1500;

/** Says aloud how far the uploads are, several marks at once in one sentence. */
export function LiveRegion() {
  const { t } = useTranslation();
  const { uploads, progress, view } = useServices();
  const [text, setText] = useState("");
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
    const gathered = new Map<string, string>();
    const look = () => {
      if (!uploads.getState().loaded) return;
      for (const passed of watch(uploads.getState().uploads, progress.getState().rows)) {
        gathered.set(passed.upload.id, words(passed));
      }
    };
    const say = () => {
      look();
      if (gathered.size === 0) return;
      setText([...gathered.values()].join(". "));
      gathered.clear();
    };
    const timer = setInterval(say, gatherMs);
    return () => clearInterval(timer);
  }, [t, uploads, progress]);
  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
