import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FoundProduct } from "../../../shared/model/product.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import type { Playback } from "./film/playback.ts";

/** Returns the frame to search in as JPEG; null when there is none. */
type Capture = Playback["capture"];

/** A product search in a video frame. The user must agree once to sending frames. */
export interface FrameSearch {
  /** Null without a search or without results. */
  readonly found: readonly FoundProduct[] | null;
  readonly finding: boolean;
  /** Why the last search has no results; empty otherwise. */
  readonly note: string;
  find(capture: Capture): void;
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
  const [awaitingConsent, setAwaitingConsent] = useState<{ capture: Capture } | null>(null);

  const search = async (capture: Capture) => {
    setFinding(true);
    setNote("");
    try {
      const jpeg = await capture();
      if (jpeg === null) setNote(t("products.inFrameNoPicture"));
      else {
        const products = await client.call("products.inPicture", { jpeg });
        setFound(products.length === 0 ? null : products);
        if (products.length === 0) setNote(t("products.inFrameNone"));
      }
    } catch {
      setNote(t("products.inFrameFailed"));
    }
    setFinding(false);
  };
  const agree = async ({ capture }: { capture: Capture }) => {
    setAwaitingConsent(null);
    try {
      await client.call("settings.set", { imageSearchAgreed: true });
    } catch (thrown) {
      toasts.addThrown(thrown);
      return;
    }
    await search(capture);
  };
  return {
    found,
    finding,
    note,
    find: (capture) => {
      if (agreed) void search(capture);
      else setAwaitingConsent({ capture });
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
