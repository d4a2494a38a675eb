import { expect, test } from "@playwright/test";
import { type App, newFolder, openApp, removeFolder } from "./support/app.ts";
import { type Listener, listen, requestProbes, socketProbes } from "./support/network-probes.ts";

let data: string;
let app: App;
let listener: Listener;

test.beforeAll(async () => {
  listener = await listen();
  data = await newFolder("data");
  app = await openApp({ data });
  const session = await app.page.context().newCDPSession(app.page);
  await session.send("Page.setBypassCSP", { enabled: true });
});
test.beforeEach(async () => {
  await app.page.reload();
  await expect(app.page.getByLabel("Client ID")).toBeVisible();
});
test.afterAll(async () => {
  await app.electron.close();
  listener.close();
  await removeFolder(data);
});

/** How long a probe may take to reach the port, ms. */
const reachMs = 600;

/** The probes that reached the port. */
async function reaching(probes: Record<string, string>): Promise<string[]> {
  const reached: string[] = [];
  for (const [name, body] of Object.entries(probes)) {
    listener.take();
    const script = `(async () => { const host = "127.0.0.1:${listener.port}"; ${body} })()`;
    await app.page.evaluate(`void ${script}.catch(() => {})`).catch(() => {});
    await app.page.waitForTimeout(reachMs);
    if (listener.take() > 0) reached.push(name);
  }
  return reached;
}

/** Takes a layer of the session away. */
function takeAway(layer: "guard" | "proxy"): Promise<void> {
  return app.electron.evaluate(async ({ session }, taken) => {
    const { defaultSession } = session;
    if (taken === "guard") defaultSession.webRequest.onBeforeRequest(null);
    else await defaultSession.setProxy({ mode: "direct" });
  }, layer);
}

const probes = { ...requestProbes, ...socketProbes };

test("reaches no network without a content security policy", async () => {
  const evaluated = await app.page.evaluate("new Function('return 1')()").catch(() => "refused");
  expect(evaluated, "the policy is off").toBe(1);
  expect(await reaching(probes)).toEqual([]);
});

test("reaches no network by the guard alone, as far as a guard sees requests", async () => {
  await takeAway("proxy");
  expect(await reaching(requestProbes)).toEqual([]);
});

test("reaches no network by the unreachable proxy alone", async () => {
  await app.electron.evaluate(({ session }) =>
    session.defaultSession.setProxy({
      mode: "fixed_servers",
      proxyRules: "http://127.0.0.1:0",
      proxyBypassRules: "<-loopback>",
    }),
  );
  await takeAway("guard");
  expect(await reaching(probes)).toEqual([]);
});

test("would reach it without both: the probes are real", async () => {
  await takeAway("guard");
  await takeAway("proxy");
  const reached = await reaching(probes);
  console.log(reached);
  expect(reached).toContain("fetch");
});
