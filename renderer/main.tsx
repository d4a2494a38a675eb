import "./bridge/zod-without-eval.ts";
import { mediaUrlsAt } from "./bridge/media-urls.ts";
import { windowBridge } from "./bridge/window-bridge.ts";
import { startWindow } from "./start.tsx";

void startWindow({ bridge: windowBridge(), media: mediaUrlsAt("app://uploader/media") });
