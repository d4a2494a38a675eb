import type { Messages } from "./en.ts";

/** 日本語: a text for every error code. */
export const jaErrors: Messages["errors"] = {
  "wrong-key": {
    what: "このキーは無効です。",
    next: "Client ID と Client secret を、もう一度すべてコピーしてください。",
  },
  "key-revoked": {
    what: "このキーは取り消されています。",
    next: "BigGo で新しいキーを作成し、そのキーで接続してください。",
  },
  "no-permission": {
    what: "このキーには動画をアップロードする権限がありません。",
    next: "BigGo でキーに動画のアップロードを許可し、再接続してください。",
  },
  "signed-out": { what: "サインアウトしています。", next: "BigGo に接続してください。キューは保持されています。" },
  "keyring-locked": {
    what: "システムのキーリングのロック解除を待っています。",
    next: "システムのダイアログで解除すると、自動的に接続します。",
  },
  "keyring-unavailable": {
    what: "システムのキーリングを開けませんでした。",
    next: "再試行してロックを解除するか、キーで接続し直してください。",
  },
  "no-network": { what: "BigGo に接続できません。", next: "インターネット接続を確認し、再試行してください。" },
  "not-biggo": {
    what: "BigGo 以外からの応答です。",
    next: "ネットワークへのログインが必要な場合があります。ブラウザーでページを開いてから再試行してください。",
  },
  tls: {
    what: "BigGo との接続が安全でないため、この接続では何も送信しません。",
    next: "コンピューターの日付と、通信を検査するソフトウェアの有無を確認してください。",
  },
  "proxy-sign-in": {
    what: "ネットワークのプロキシが認証を求めています。",
    next: "続けるには、プロキシにサインインしてください。",
  },
  "proxy-method": {
    what: "ネットワークのプロキシが、対応していない認証方式（NTLM、Negotiate、Digest）しか受け付けません。",
    next: "Basic 認証の許可を管理者に依頼するか、Px や Cntlm などのローカルプロキシを使ってください。",
  },
  "proxy-unsupported": {
    what: "ネットワークのプロキシが SOCKS4 のため、対応していません。",
    next: "システムのネットワーク設定で SOCKS5 または HTTP のプロキシを選んでください。",
  },
  timeout: { what: "BigGo の応答に時間がかかりすぎています。", next: "しばらくしてから再試行してください。" },
  "rate-limited": {
    what: "リクエストが多すぎます。",
    next: "BigGo から一時停止を求められました。その後、自動で再開します。",
  },
  "sent-in-vain": {
    what: "ファイル全体を何度か送信しましたが、BigGo に保存されませんでした。",
    next: "後でもう一度お試しください。",
  },
  "server-error": { what: "BigGo で問題が発生しています。", next: "数分後に再試行してください。" },
  "not-convertible": {
    what: "BigGo でこの動画を変換できませんでした。",
    next: "MP4（H.264）などで書き出し直し、新しいファイルを追加してください。",
  },
  "already-there": { what: "この動画はすでに BigGo にあります。", next: "既存の動画を開いてください。" },
  "not-yours": { what: "この動画は別のアカウントのものです。", next: "所有者のアカウントで接続してください。" },
  "video-gone": { what: "この動画は BigGo にありません。", next: "ほかの場所で削除された可能性があります。" },
  "invalid-field": {
    what: "BigGo で受け付けられない項目があります。",
    next: "タイトルか説明を変更し、もう一度保存してください。",
  },
  "user-gone": { what: "このアカウントは BigGo にありません。", next: "別のアカウントで接続してください。" },
  "product-gone": { what: "BigGo にない商品があります。", next: "動画から削除し、もう一度保存してください。" },
  "product-unidentified": {
    what: "特定できない商品があります。",
    next: "ほかの商品を保存するには、リストから削除してください。",
  },
  "product-unknown": { what: "この商品は BigGo にありません。", next: "名前で検索してください。" },
  "store-unknown": { what: "このショップは BigGo にありません。", next: "商品の名前で検索してください。" },
  "too-many-products": {
    what: "1 本の動画に付けられる商品は 10 件までです。",
    next: "1 件削除し、もう一度保存してください。",
  },
  "missing-field": { what: "必須項目が未入力です。", next: "タイトルを入力し、もう一度保存してください。" },
  "edited-elsewhere": {
    what: "この項目はほかの場所でも変更されています。",
    next: "動画を開き、残すバージョンを選んでください。",
  },
  forbidden: { what: "BigGo で許可されていない操作です。", next: "BigGo でキーの権限を確認してください。" },
  "too-large": {
    what: "ファイルサイズが BigGo の上限を超えています。",
    next: "小さいサイズで書き出し、追加してください。",
  },
  "unsupported-type": {
    what: "BigGo が対応していないファイル形式です。",
    next: "MP4 で書き出し、新しいファイルを追加してください。",
  },
  refused: {
    what: "BigGo にリクエストが拒否されました。",
    next: "BigGo に理由を問い合わせる場合は、レポートをコピーしてください。",
  },
  "file-missing": { what: "ファイルが見つかりません。", next: "元の場所に戻し、もう一度追加してください。" },
  "file-unreadable": { what: "ファイルを読み取れません。", next: "アクセス権を確認し、再試行してください。" },
  "file-empty": { what: "ファイルが空です。", next: "もう一度書き出してください。" },
  "file-changed": {
    what: "追加後にファイルが変更されています。",
    next: "新しいファイルを使うか、アップロードを削除してください。",
  },
  "file-not-regular": { what: "通常のファイルではありません。", next: "元のファイルを追加してください。" },
  "file-not-video": { what: "動画ではありません。", next: "MP4、MOV、WebM、MKV のファイルを追加してください。" },
  "file-name-unusable": {
    what: "このファイル名は使用できません。",
    next: "ファイル名を変更し、もう一度追加してください。",
  },
  "file-unfinished": {
    what: "この録画は完了していません。",
    next: "録画ソフトで録画を終了してください。中断された場合は、ファイルを修復するか録画し直してください。",
  },
  "file-hidden": {
    what: "これは隠しファイルです。",
    next: "動画本体を追加するか、ファイル名の先頭のドットを削除してください。",
  },
  "file-without-path": {
    what: "このファイルはこのコンピューターに保存されていません。",
    next: "保存してから、フォルダーから追加してください。",
  },
  "folder-is-document": {
    what: "このフォルダーは別のアプリのデータです。",
    next: "そのアプリから動画を書き出して、追加してください。",
  },
  "folder-unreadable": {
    what: "このフォルダーを開けません。",
    next: "アクセス権を確認して、もう一度追加してください。",
  },
  "folder-without-videos": {
    what: "このフォルダーには動画がありません。",
    next: "別のフォルダーか、ファイルを直接追加してください。",
  },
  "file-stopped-app": {
    what: "このファイルの読み込み中にアプリが 2 回停止しました。",
    next: "もう一度追加して再試行するか、書き出し直してください。",
  },
  "file-unwritable": { what: "ファイルを保存できませんでした。", next: "別の場所を選び、再試行してください。" },
  "video-taken": {
    what: "この動画は別のアップロードのものです。",
    next: "別の動画を選ぶか、ファイルを再アップロードしてください。",
  },
  "disk-full": {
    what: "このコンピューターのディスクがいっぱいか、書き込めません。",
    next: "空き容量を増やすか、書き込みを許可してください。キューは自動で再開します。",
  },
  "disk-failing": {
    what: "このコンピューターのディスクでエラーが発生しました。",
    next: "ドライブの接続と空き容量を確認してください。自動で再試行します。",
  },
  "database-newer": {
    what: "このデータは新しいバージョンのアプリで使用されています。",
    next: "アプリを更新してください。それまで何も変更されません。",
  },
  "database-locked": {
    what: "別のプログラムがアプリのデータをロックしています。",
    next: "バックアップなど、使用中の可能性があるものを閉じてください。自動で再開します。",
  },
  "database-damaged": {
    what: "アプリのデータが破損しています。",
    next: "アプリを再起動してください。読み取れるデータは復元され、何も削除されません。",
  },
  "sleep-failed": { what: "コンピューターをスリープできませんでした。", next: "手動でスリープしてください。" },
  "practice-failed": {
    what: "練習モードを開始できませんでした。",
    next: "再試行するか、レポートをコピーしてください。",
  },
  "not-found": { what: "この項目は存在しません。", next: "リストを更新しました。" },
  "invalid-input": { what: "入力内容が無効です。", next: "入力内容を確認してください。" },
  "not-allowed": {
    what: "ここでは許可されていません。",
    next: "サポートが必要な場合は、レポートをコピーしてください。",
  },
  "too-many-calls": { what: "一度に行う操作が多すぎます。", next: "少し待ってから、もう一度お試しください。" },
  cancelled: { what: "キャンセルしました。", next: "何も変更されていません。" },
  internal: { what: "アプリで問題が発生しました。", next: "再試行するか、レポートをコピーしてください。" },
};
