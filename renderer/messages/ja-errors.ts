import type { Messages } from "./en.ts";

/** What the window says of each failure: 日本語 */
export const jaErrors: Messages["errors"] = {
  "wrong-key": {
    what: "BigGo はこのキーを認識できません。",
    next: "Client ID と Client secret を最後までコピーし直してください。",
  },
  "key-revoked": { what: "このキーは取り消されています。", next: "BigGo で新しいキーを作り、接続してください。" },
  "no-permission": {
    what: "このキーでは動画をアップロードできません。",
    next: "BigGo でこのキーに動画のアップロードを許可し、もう一度接続してください。",
  },
  "signed-out": { what: "サインアウトしています。", next: "BigGo に接続してください。キューは残っています。" },
  "keyring-unavailable": {
    what: "このコンピューターのキーリングが応答しません。",
    next: "ロックを解除してもう一度試すか、今回だけ接続してください。",
  },
  "no-network": {
    what: "BigGo に接続できません。",
    next: "このコンピューターのネットワークを確認し、もう一度試してください。",
  },
  "not-biggo": {
    what: "BigGo 以外が応答しました。",
    next: "ネットワークのログイン画面かもしれません。ブラウザーで開いてから、もう一度試してください。",
  },
  tls: {
    what: "BigGo との接続が安全でないため、何も送りませんでした。",
    next: "日付の設定と、通信を検査するソフトの有無を確認してください。",
  },
  timeout: { what: "BigGo の応答に時間がかかりすぎました。", next: "しばらくしてからもう一度試してください。" },
  "rate-limited": { what: "リクエストが多すぎます。", next: "BigGo から待つよう求められました。その後に続きます。" },
  "server-error": { what: "BigGo 側で問題が起きています。", next: "数分後にもう一度試してください。" },
  "not-convertible": {
    what: "BigGo はこの動画を変換できませんでした。",
    next: "H.264 の MP4 などで書き出し直し、新しいファイルを追加してください。",
  },
  "already-there": { what: "この動画はすでに BigGo にあります。", next: "そこにある動画を開いてください。" },
  "not-yours": { what: "この動画は別のアカウントのものです。", next: "持ち主のアカウントで接続してください。" },
  "video-gone": { what: "この動画はもう BigGo にありません。", next: "ほかの場所で削除された可能性があります。" },
  "invalid-field": {
    what: "BigGo が項目を受け付けませんでした。",
    next: "タイトルか説明を直して、もう一度保存してください。",
  },
  "user-gone": { what: "このアカウントはもう BigGo にありません。", next: "別のアカウントで接続してください。" },
  "product-gone": {
    what: "商品がもう BigGo にありません。",
    next: "動画から外して、もう一度保存してください。",
  },
  "product-unidentified": {
    what: "この動画に特定できない商品があります。",
    next: "ほかの商品を保存するには、リストから外してください。",
  },
  "product-unknown": { what: "BigGo はこの商品を知りません。", next: "名前で検索してください。" },
  "store-unknown": { what: "BigGo はこのショップを知りません。", next: "商品の名前で検索してください。" },
  "too-many-products": { what: "商品は 10 件までです。", next: "1 件外して、もう一度保存してください。" },
  "missing-field": { what: "必要な項目がありません。", next: "タイトルを入れて、もう一度保存してください。" },
  "edited-elsewhere": {
    what: "同じ項目が別の場所で変更されました。",
    next: "動画を開いて、どちらを残すか選んでください。",
  },
  forbidden: { what: "BigGo がこの操作を許可していません。", next: "BigGo でキーの権限を確認してください。" },
  "too-large": {
    what: "ファイルが BigGo の上限を超えています。",
    next: "小さく書き出して、追加してください。",
  },
  "unsupported-type": { what: "BigGo はこの種類を受け付けません。", next: "MP4 で書き出して、追加してください。" },
  refused: { what: "BigGo に断られました。", next: "BigGo に尋ねるときは詳細をコピーしてください。" },
  "file-missing": { what: "ファイルがありません。", next: "元に戻して、もう一度追加してください。" },
  "file-unreadable": { what: "ファイルを読み取れません。", next: "権限を確認して、もう一度試してください。" },
  "file-empty": { what: "ファイルが空です。", next: "もう一度書き出してください。" },
  "file-changed": {
    what: "追加したときのファイルと違います。",
    next: "新しいファイルを使うか、行を外してください。",
  },
  "file-not-regular": { what: "中身のあるファイルではありません。", next: "元のファイルを追加してください。" },
  "file-not-video": { what: "動画ではありません。", next: "MP4、MOV、WebM、MKV のファイルを追加してください。" },
  "file-name-unusable": { what: "このファイル名は使えません。", next: "名前を変えて、もう一度追加してください。" },
  "file-unwritable": { what: "ファイルを書き込めません。", next: "別の場所を選んで、もう一度お試しください。" },
  "video-taken": {
    what: "この動画は別のアップロードのものです。",
    next: "別の動画を選ぶか、ファイルをもう一度送信してください。",
  },
  "disk-full": {
    what: "このコンピューターのディスクがいっぱいです。",
    next: "空きを作ってください。キューは自動で続きます。",
  },
  "database-newer": {
    what: "新しい版のアプリがこのデータを使いました。",
    next: "アプリを更新してください。それまで何も変更しません。",
  },
  "database-locked": {
    what: "ほかのプログラムがアプリのデータをロックしています。",
    next: "バックアップなど、使っている可能性のあるものを閉じてください。自動で続きます。",
  },
  "database-damaged": {
    what: "アプリのデータが壊れています。",
    next: "アプリを再起動してください。読み取れる内容は保持され、何も削除されません。",
  },
  "sleep-failed": {
    what: "このコンピューターをスリープにできませんでした。",
    next: "手動でスリープにしてください。",
  },
  "practice-failed": {
    what: "練習モードを開始できませんでした。",
    next: "もう一度試すか、詳細をコピーしてください。",
  },
  "not-found": { what: "もうここにはありません。", next: "一覧を更新しました。" },
  "invalid-input": { what: "その内容は使えません。", next: "入力を確認してください。" },
  "not-allowed": { what: "ここでは許可されていません。", next: "報告するときは詳細をコピーしてください。" },
  cancelled: { what: "中止しました。", next: "何も変更していません。" },
  internal: { what: "アプリで問題が起きました。", next: "もう一度試すか、詳細をコピーしてください。" },
};
