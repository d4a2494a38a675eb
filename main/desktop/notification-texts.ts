import type { Language } from "../../shared/model/settings.ts";

/** What the system's notifications say. */
export interface NotificationTexts {
  /** One video is complete: its title is the notification's body. */
  complete: string;
  completeMany: (count: string) => string;
  broken: string;
  brokenMany: (count: string) => string;
}

/** The texts of notifications, by language. The window's own are in renderer/messages. */
export const notificationTexts: Record<Language, NotificationTexts> = {
  en: {
    complete: "On BigGo",
    completeMany: (count) => `${count} videos are on BigGo`,
    broken: "BigGo could not convert it",
    brokenMany: (count) => `BigGo could not convert ${count} videos`,
  },
  "zh-TW": {
    complete: "已在 BigGo",
    completeMany: (count) => `${count} 部影片已在 BigGo`,
    broken: "BigGo 無法轉檔",
    brokenMany: (count) => `BigGo 無法轉檔 ${count} 部影片`,
  },
  ja: {
    complete: "BigGo に公開されました",
    completeMany: (count) => `動画 ${count} 本が BigGo にあります`,
    broken: "BigGo が変換できませんでした",
    brokenMany: (count) => `BigGo が動画 ${count} 本を変換できませんでした`,
  },
};
