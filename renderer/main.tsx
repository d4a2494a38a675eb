import "./bridge/zod-without-eval.ts";
import { mediaUrlsAt } from "./bridge/media-urls.ts";
import { windowDoor } from "./bridge/window-bridge.ts";
import { startWindow } from "./start.tsx";

startWindow({ door: windowDoor(), media: mediaUrlsAt("app://uploader/media") });
