// The reference of `npm run bench -- start`: the least that opens a window, as a page of a sandboxed process.
const { app, BrowserWindow } = require("electron");

app.on("window-all-closed", () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  window.once("ready-to-show", () => window.show());
  void window.loadFile("index.html");
});
