import type { Language } from "../../shared/model/settings.ts";

/** Texts of system notifications. */
export interface NotificationTexts {
  /** Title for one complete video; the video's title is the body. */
  complete: string;
  completeMany: (count: string) => string;
  broken: string;
  brokenMany: (count: string) => string;
}

/** Notification texts by language. The window's own texts are in renderer/messages. */
export const notificationTexts: Record<Language, NotificationTexts> = {
  en: {
    complete: "Upload complete",
    completeMany: (count) => `${count} uploads complete`,
    broken: "BigGo couldn’t convert this video",
    brokenMany: (count) => `BigGo couldn’t convert ${count} videos`,
  },
  "zh-TW": {
    complete: "上傳完成",
    completeMany: (count) => `${count} 部影片上傳完成`,
    broken: "BigGo 無法轉檔這部影片",
    brokenMany: (count) => `BigGo 無法轉檔 ${count} 部影片`,
  },
  ja: {
    complete: "アップロード完了",
    completeMany: (count) => `動画 ${count} 本のアップロード完了`,
    broken: "BigGo で動画を変換できませんでした",
    brokenMany: (count) => `BigGo で動画 ${count} 本を変換できませんでした`,
  },
};
