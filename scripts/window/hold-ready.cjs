// Loaded into Electron's main process by `launchElectron`, before the app: holds the app's `ready` until Playwright is
// attached and calls `__playwright_run`. Where a window opens earlier, Playwright may attach in the middle of its
// navigation and never finish.
const { app } = require("electron");

// The app finds its arguments as if this file were not among them.
process.argv.splice(1, process.argv.indexOf(__filename));

const ready = app.whenReady();
const emit = app.emit.bind(app);
const released = Promise.withResolvers();
let readyArguments = [];
let isReleased = false;
app.emit = (event, ...rest) => {
  if (event !== "ready" || isReleased) return emit(event, ...rest);
  readyArguments = rest;
  return app.listenerCount("ready") > 0;
};
app.isReady = () => isReleased;
app.whenReady = () => released.promise;
globalThis.__playwright_run = async () => {
  await ready;
  isReleased = true;
  released.resolve();
  emit("ready", ...readyArguments);
};
