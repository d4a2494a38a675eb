import { requestProbes, socketProbes } from "./network-probes.ts";

/**
 * What a compromised page tries, by name. Each is the body of an async function in the page that returns true when it
 * succeeded; `HOST` is the address of a port that counts what reaches it, and `hit` a mark that scripts leave.
 */
type Probes = Record<string, string>;

const named = (prefix: string, names: readonly string[], body: (name: string) => string): Probes =>
  Object.fromEntries(names.map((name) => [`${prefix}: ${name}`, body(name)]));

const globals = named(
  "a global of Node or Electron",
  [
    "require",
    "process",
    "Buffer",
    "module",
    "exports",
    "global",
    "electron",
    "ipcRenderer",
    "__dirname",
    "setImmediate",
  ],
  (name) => `return typeof ${name} !== "undefined" && !(${name} instanceof Element);`,
);

/** Leaves the mark, and reports it if it is there a moment later. */
const afterwards = (body: string) =>
  `delete window.hit; ${body} await new Promise((r) => setTimeout(r, 80)); return window.hit === 1;`;
const append = (name: string, fields: string) =>
  `document.body.append(Object.assign(document.createElement("${name}"), ${fields}));`;

const scripts: Probes = {
  eval: "return eval('1') === 1;",
  "indirect eval": "return (0, eval)('1') === 1;",
  Function: "return new Function('return 1')() === 1;",
  AsyncFunction: "return (await (async () => {}).constructor('return 1')()) === 1;",
  "generator function": "return (function* () {}).constructor('yield 1')().next().value === 1;",
  "a timer with text": afterwards("setTimeout('window.hit = 1', 0);"),
  "an interval with text": afterwards("setInterval('window.hit = 1', 0);"),
  "an inline script": afterwards(
    "const s = document.createElement('script'); s.text = 'window.hit = 1'; document.body.append(s);",
  ),
  "a script of text nodes": afterwards(
    "const s = document.createElement('script'); s.append('window.hit = 1'); document.body.append(s);",
  ),
  "a script of a data URL": afterwards(
    "const s = document.createElement('script'); s.src = 'data:text/javascript,window.hit=1'; document.body.append(s);",
  ),
  "a script of a blob": afterwards(
    "const s = document.createElement('script'); s.src = URL.createObjectURL(new Blob(['window.hit=1'])); document.body.append(s);",
  ),
  "an import of a data URL": "return (await import('data:text/javascript,export const a = 1')).a === 1;",
  "an import of a blob":
    "return (await import(URL.createObjectURL(new Blob(['export const a = 1'], { type: 'text/javascript' })))).a === 1;",
  "a javascript: link": afterwards(
    "const a = document.createElement('a'); a.href = 'javascript:void(window.hit = 1)'; document.body.append(a); a.click();",
  ),
  "a handler as an attribute": afterwards(
    "document.body.setAttribute('onclick', 'window.hit = 1'); document.body.click();",
  ),
  "markup with a handler": afterwards(
    "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit=1\">');",
  ),
  innerHTML: afterwards(
    "const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=\"window.hit=1\">'; document.body.append(d);",
  ),
  "document.write": afterwards("document.write('<script>window.hit=1</script>');"),
  "a fragment": afterwards(
    "document.body.append(document.createRange().createContextualFragment('<script>window.hit=1</script>'));",
  ),
  DOMParser: afterwards(
    "const d = new DOMParser().parseFromString('<img src=x onerror=\"parent.hit=1\">', 'text/html'); document.body.append(d.body.firstChild);",
  ),
  "an SVG script": afterwards(
    "const s = document.createElementNS('http://www.w3.org/2000/svg', 'script'); s.textContent = 'window.hit=1'; document.body.append(s);",
  ),
  "a frame's document": afterwards(append("iframe", "{ srcdoc: '<script>parent.hit=1</script>' }")),
  "a frame of a data URL": afterwards(append("iframe", "{ src: 'data:text/html,<script>parent.hit=1</script>' }")),
  "a frame of a blob": afterwards(
    append(
      "iframe",
      "{ src: URL.createObjectURL(new Blob(['<script>parent.hit=1</script>'], { type: 'text/html' })) }",
    ),
  ),
  "an object": afterwards(append("object", "{ data: 'data:text/html,<script>parent.hit=1</script>' }")),
  "an embedded document": afterwards(append("embed", "{ src: 'data:text/html,<script>parent.hit=1</script>' }")),
  WebAssembly:
    "return (await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))) instanceof WebAssembly.Module;",
  "a worker of a blob": afterwards(
    "new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = () => { window.hit = 1; };",
  ),
  "a worker of a data URL": afterwards(
    "new Worker('data:text/javascript,postMessage(1)').onmessage = () => { window.hit = 1; };",
  ),
  "a shared worker": afterwards(
    "new SharedWorker('data:text/javascript,onconnect=(e)=>e.ports[0].postMessage(1)').port.onmessage = () => { window.hit = 1; };",
  ),
  "a service worker": "return (await navigator.serviceWorker.register('/assets/none.js')) !== undefined;",
  "a worklet of a blob":
    "await new AudioContext().audioWorklet.addModule(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' }))); return true;",
  "a policy of its own": "trustedTypes.createPolicy('other', { createScript: (s) => s }); return true;",
  "a default policy": "trustedTypes.createPolicy('default', { createScript: (s) => s }); return true;",
  "the workers' policy once more":
    "trustedTypes.createPolicy('own-workers', { createScriptURL: (s) => s }); return true;",
  "a style sheet's import": afterwards(
    "const s = new CSSStyleSheet(); s.replaceSync('@import url(http://HOST/);'); document.adoptedStyleSheets = [s];",
  ),
};

const destinations = [
  "https://example.com/",
  "http://HOST/",
  "file:///etc/passwd",
  "data:text/html,x",
  "blob:app://uploader/0",
  "chrome://version",
  "chrome://gpu",
  "devtools://devtools/bundled/inspector.html",
  "view-source:app://uploader/",
  "about:blank",
  "app://other/",
  "app://uploader/index.html",
  "mailto:a@example.com",
  "ms-settings:",
  "biggo-uploader://x",
];
/** Leads away from the page, which `run-page-probes.ts` sees. */
const journeys: Probes = {
  ...named("a journey by location", destinations, (url) => `location.href = "${url}";`),
  ...named("a window", destinations, (url) => `const w = window.open("${url}"); return w !== null && w !== undefined;`),
  ...named(
    "a link into a new window",
    destinations.slice(0, 6),
    (url) =>
      `const a = Object.assign(document.createElement("a"), { href: "${url}", target: "_blank" }); document.body.append(a); a.click();`,
  ),
  ...named(
    "a frame's content",
    destinations,
    (url) =>
      `const f = Object.assign(document.createElement("iframe"), { src: "${url}" }); document.body.append(f);
     await new Promise((r) => setTimeout(r, 60)); const text = f.contentDocument?.body?.textContent ?? ""; f.remove(); return text !== "";`,
  ),
  "a form": "const f = document.createElement('form'); f.action = 'http://HOST/'; document.body.append(f); f.submit();",
  "a refresh":
    "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=http://HOST/'; document.head.append(m);",
  "a base":
    "const b = document.createElement('base'); b.href = 'http://HOST/'; document.head.append(b); const moved = document.baseURI !== 'app://uploader/'; b.remove(); return moved;",
};

const secretFiles = ["/etc/passwd", "preferences.json", "main/index.js", "package.json", "account.json"];
const traversals = (file: string) => [
  `../${file}`,
  `..%2f${file}`,
  `%2e%2e/${file}`,
  `..%5c${file}`,
  `....//${file}`,
  `%252e%252e%252f${file}`,
  `media/upload/..%2f..%2f${file}`,
  `media/cover/%2e%2e/${file}`,
];
const extraPaths = [
  "media/upload/%00",
  "media/upload/constructor",
  "media/upload/__proto__",
  "media/video/..",
  "media/product/https%3A%2F%2FHOST%2F",
  "media/cover/https:%2f%2fHOST%2f",
  `media/upload/${"a".repeat(5000)}`,
  "media//upload//x",
  "media/upload/x?path=/etc/passwd",
  "index.html%00.png",
  "assets/../../../../../etc/passwd",
];
/** A path that is answered with content, or a method that is answered at all. */
const paths: Probes = {
  ...named(
    "a path of the page's own origin",
    [...secretFiles.flatMap(traversals), ...extraPaths],
    (path) =>
      `const answer = await fetch("app://uploader/${path}"); return answer.ok && !(await answer.text()).includes('<div id="root">');`,
  ),
  ...named(
    "a method",
    ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"],
    (method) => `return (await fetch("app://uploader/index.html", { method: "${method}" })).ok;`,
  ),
};

const permissionNames = [
  "geolocation",
  "notifications",
  "camera",
  "microphone",
  "midi",
  "persistent-storage",
  "background-sync",
  "clipboard-read",
  "accelerometer",
  "gyroscope",
  "magnetometer",
  "ambient-light-sensor",
  "screen-wake-lock",
  "nfc",
  "display-capture",
  "idle-detection",
  "window-management",
  "local-fonts",
  "storage-access",
  "payment-handler",
];
const permissions: Probes = {
  ...named(
    "a permission",
    permissionNames,
    (name) => `return (await navigator.permissions.query({ name: "${name}" })).state === "granted";`,
  ),
  camera: "return Boolean(await navigator.mediaDevices.getUserMedia({ video: true }));",
  microphone: "return Boolean(await navigator.mediaDevices.getUserMedia({ audio: true }));",
  "the screen": "return Boolean(await navigator.mediaDevices.getDisplayMedia());",
  position: "return new Promise((yes) => navigator.geolocation.getCurrentPosition(() => yes(true), () => yes(false)));",
  notification: "return (await Notification.requestPermission()) === 'granted';",
  "reading the clipboard": "return typeof (await navigator.clipboard.readText()) === 'string';",
  "reading all of the clipboard": "return (await navigator.clipboard.read()).length >= 0;",
  USB: "return Boolean(await navigator.usb.requestDevice({ filters: [] }));",
  HID: "return (await navigator.hid.requestDevice({ filters: [] })).length > 0;",
  serial: "return Boolean(await navigator.serial.requestPort());",
  Bluetooth: "return Boolean(await navigator.bluetooth.requestDevice({ acceptAllDevices: true }));",
  MIDI: "return Boolean(await navigator.requestMIDIAccess({ sysex: true }));",
  fonts: "return (await queryLocalFonts()).length > 0;",
  "idle detection": "return (await IdleDetector.requestPermission()) === 'granted';",
  "a protocol handler": "navigator.registerProtocolHandler('web+biggo', 'app://uploader/?%s'); return false;",
  credentials: "return Boolean(await navigator.credentials.get({ password: true }));",
  payment:
    "return Boolean(await new PaymentRequest([{ supportedMethods: 'basic-card' }], { total: { label: 'x', amount: { currency: 'USD', value: '1' } } }).show());",
};

const system: Probes = {
  alert: "const before = performance.now(); alert('x'); return performance.now() - before > 500;",
  confirm: "return confirm('x');",
  prompt: "return prompt('x') !== null;",
  "a file picker with lasting access": "return Boolean(await showOpenFilePicker());",
  "a save picker": "return Boolean(await showSaveFilePicker());",
  "a folder picker": "return Boolean(await showDirectoryPicker());",
  "its own directory of files": "const d = await navigator.storage.getDirectory(); return d.name !== '' ;",
  "the document's domain": "document.domain = 'example.com'; return document.domain === 'example.com';",
  "the opener": "return window.opener !== null;",
  "a parent": "return window.parent !== window;",
};

const bridge: Probes = {
  "the bridge's constructor": "return biggo.constructor.constructor('return typeof process')() === 'object';",
  "a call's constructor": "return biggo.invoke.constructor('return typeof process')() === 'object';",
  "a promise's constructor":
    "return biggo.invoke('settings.get').constructor.constructor('return typeof process')() === 'object';",
  "another name of the bridge": "return Object.keys(biggo).sort().join() !== 'addFiles,invoke,subscribe';",
  "a topic of the prototype": "biggo.subscribe('__proto__', () => {}); return ({}).size !== undefined;",
  "a name of the prototype": "return JSON.parse(await biggo.invoke('__proto__')).ok;",
  "a channel of Electron": "return JSON.parse(await biggo.invoke('ELECTRON_BROWSER_REQUIRE', 'fs')).ok;",
  "the channel of paths": "return JSON.parse(await biggo.invoke('bridge:add-paths', ['/etc/passwd'])).ok;",
  "an error's stack":
    "try { biggo.invoke(); } catch (error) { return /\\/(main|preload)\\//.test(error.stack); } return false;",
  "a stack hook": afterwards(
    "Error.prepareStackTrace = (_e, s) => { if (s.some((c) => c.getThis?.()?.process)) window.hit = 1; return ''; }; try { await biggo.addFiles(Symbol()); } catch {} delete Error.prepareStackTrace;",
  ),
  "a getter that is run in main": afterwards(
    "await biggo.invoke('settings.set', { get theme() { if (typeof process !== 'undefined') window.hit = 1; return 'x'; } });",
  ),
  "an answer with a function": "const a = await biggo.invoke('settings.get'); return typeof a !== 'string';",
  "an event of main's": afterwards(
    "window.dispatchEvent(new MessageEvent('message', { data: { channel: 'bridge:call' } }));",
  ),
  "a path in an error":
    "const text = await biggo.invoke('uploads.cancel', { id: '/etc/passwd' }); return text.includes('/home') || text.includes('/tmp/');",
};

/** All of them. */
export const pageProbes: Probes = {
  ...globals,
  ...scripts,
  ...journeys,
  ...Object.fromEntries(
    Object.entries({ ...requestProbes, ...socketProbes }).map(([name, body]) => [`the network by ${name}`, body]),
  ),
  ...paths,
  ...permissions,
  ...system,
  ...bridge,
};
