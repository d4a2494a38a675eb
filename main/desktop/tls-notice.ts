import { type BrowserWindow, dialog } from "electron";
import type { Language } from "../../shared/model/settings.ts";

/** Texts of the dialog about a check of certificates that was switched off; the window's own are in renderer/messages. */
const tlsNoticeTexts: Record<Language, { message: string; detail: string; close: string }> = {
  en: {
    message: "This computer is set to skip the security check of connections.",
    detail:
      "BigGo Uploader still checks every connection, so your key and your videos go to BigGo only. The setting is NODE_TLS_REJECT_UNAUTHORIZED=0. If your network uses its own certificate, install it on this computer or set NODE_EXTRA_CA_CERTS instead.",
    close: "OK",
  },
  "zh-TW": {
    message: "這台電腦設定為略過連線的安全檢查。",
    detail:
      "BigGo Uploader 仍會檢查每個連線，因此你的金鑰和影片只會傳送到 BigGo。這項設定是 NODE_TLS_REJECT_UNAUTHORIZED=0。如果你的網路使用自己的憑證，請在這台電腦上安裝該憑證，或改為設定 NODE_EXTRA_CA_CERTS。",
    close: "確定",
  },
  ja: {
    message: "このコンピューターでは、接続のセキュリティ確認を省略する設定になっています。",
    detail:
      "BigGo Uploader は引き続きすべての接続を確認するため、キーと動画は BigGo だけに送信されます。該当する設定は NODE_TLS_REJECT_UNAUTHORIZED=0 です。ネットワーク独自の証明書を使用している場合は、このコンピューターにインストールするか、代わりに NODE_EXTRA_CA_CERTS を設定してください。",
    close: "OK",
  },
};

/** Whether the notice was shown already. */
interface TlsNoticeMemory {
  tlsNoticeShown(): boolean;
  setTlsNoticeShown(shown: boolean): void;
}

/**
 * Says once, over the window, that a switched-off check of certificates is ignored; again after the variable was gone for
 * a start.
 */
export function noticeTls(
  tlsWasOff: boolean,
  { window, memory, language }: { window: BrowserWindow; memory: TlsNoticeMemory; language: Language },
): void {
  const isNews = tlsWasOff && !memory.tlsNoticeShown();
  if (tlsWasOff !== memory.tlsNoticeShown()) memory.setTlsNoticeShown(tlsWasOff);
  if (!isNews) return;
  const { message, detail, close } = tlsNoticeTexts[language];
  const show = () => void dialog.showMessageBox(window, { type: "warning", message, detail, buttons: [close] });
  if (window.isVisible()) show();
  else window.once("show", show);
}
