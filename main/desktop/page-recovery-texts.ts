import type { Language } from "../../shared/model/settings.ts";

/** Texts of the system dialogs that are shown where the page itself cannot show anything. */
interface PageRecoveryTexts {
  failing: string;
  failingDetail: string;
  unresponsive: string;
  unresponsiveDetail: string;
  reload: string;
  quit: string;
  wait: string;
}

/** Page recovery texts by language. The window's own texts are in renderer/messages. */
export const pageRecoveryTexts: Record<Language, PageRecoveryTexts> = {
  en: {
    failing: "The window stopped working several times.",
    failingDetail: "Uploads continue in the background. Reload the window, or quit and start the app again.",
    unresponsive: "The window isn’t responding.",
    unresponsiveDetail: "Uploads continue in the background. If waiting doesn’t help, reload the window.",
    reload: "Reload window",
    quit: "Quit",
    wait: "Wait",
  },
  "zh-TW": {
    failing: "視窗多次停止運作。",
    failingDetail: "上傳會在背景繼續。請重新載入視窗，或結束後再次啟動。",
    unresponsive: "視窗沒有回應。",
    unresponsiveDetail: "上傳會在背景繼續。如果等待後仍無回應，請重新載入視窗。",
    reload: "重新載入視窗",
    quit: "結束",
    wait: "等待",
  },
  ja: {
    failing: "ウィンドウが繰り返し停止しました。",
    failingDetail:
      "アップロードはバックグラウンドで続いています。ウィンドウを再読み込みするか、アプリを終了して起動し直してください。",
    unresponsive: "ウィンドウが応答していません。",
    unresponsiveDetail:
      "アップロードはバックグラウンドで続いています。待っても応答しない場合は、ウィンドウを再読み込みしてください。",
    reload: "ウィンドウを再読み込み",
    quit: "終了",
    wait: "待つ",
  },
};
