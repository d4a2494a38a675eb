import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FoundProduct } from "../../../shared/model/product.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** Enough for image search, px. */
const maxSide = 1024;

/** The current frame of a video as JPEG; null if it cannot be drawn. */
async function jpegOf(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer> | null> {
  const scale = Math.min(1, maxSide / Math.max(video.videoWidth, video.videoHeight));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(video.videoWidth * scale)),
    Math.max(1, Math.round(video.videoHeight * scale)),
  );
  const context = canvas.getContext("2d");
  if (context === null || video.videoWidth === 0) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A product search in a video frame. The user must agree once to sending frames. */
export interface FrameSearch {
  /** Null without a search or without results. */
  readonly found: readonly FoundProduct[] | null;
  readonly finding: boolean;
  /** Why the last search has no results; empty otherwise. */
  readonly note: string;
  find(video: HTMLVideoElement): void;
  done(): void;
  /** The dialog that asks for consent, while it is open. */
  readonly consentDialog: ReactNode;
}

export function useFrameSearch(): FrameSearch {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const agreed = useSettings()?.imageSearchAgreed === true;
  const [found, setFound] = useState<readonly FoundProduct[] | null>(null);
  const [finding, setFinding] = useState(false);
  const [note, setNote] = useState("");
  const [awaitingConsent, setAwaitingConsent] = useState<HTMLVideoElement | null>(null);

  const search = async (video: HTMLVideoElement) => {
    setFinding(true);
    setNote("");
    try {
      const jpeg = await jpegOf(video);
      const products = jpeg === null ? [] : await client.call("products.inPicture", { jpeg });
      setFound(products.length === 0 ? null : products);
      if (products.length === 0) setNote(t("products.inFrameNone"));
    } catch {
      setNote(t("products.inFrameFailed"));
    }
    setFinding(false);
  };
  const agree = async (video: HTMLVideoElement) => {
    setAwaitingConsent(null);
    try {
      await client.call("settings.set", { imageSearchAgreed: true });
    } catch (thrown) {
      toasts.addThrown(thrown);
      return;
    }
    await search(video);
  };
  return {
    found,
    finding,
    note,
    find: (video) => {
      video.pause();
      if (agreed) void search(video);
      else setAwaitingConsent(video);
    },
    done: () => setFound(null),
    consentDialog: awaitingConsent !== null && (
      <Dialog
        open
        onClose={() => setAwaitingConsent(null)}
        heading={t("products.agreeHeading")}
        width={440}
        footer={
          <>
            <span className="flex-1" />
            <Button tone="ghost" onClick={() => setAwaitingConsent(null)}>
              {t("common.cancel")}
            </Button>
            <Button tone="accent" data-autofocus onClick={() => void agree(awaitingConsent)}>
              {t("products.agree")}
            </Button>
          </>
        }
      >
        <p className="px-5 pb-4 text-quiet">{t("products.agreeText")}</p>
      </Dialog>
    ),
  };
}
