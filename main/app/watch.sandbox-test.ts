import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { composeWatch } from "./compose-watch.ts";
import { pause, setupWatchFixture, watchChoices } from "./watch.test-harness.ts";

const at = setupWatchFixture();

describe("a watched folder", () => {
  it("skips existing files, reads sidecars, and waits until a malformed one is fixed", async () => {
    await writeFile(join(at.folder, "old.mp4"), await at.videoBytes());
    await at.app.workspace.watched.add(at.folder, watchChoices, false);
    await expect(at.app.workspace.watched.add(join(at.folder, "below"), watchChoices, false)).rejects.toThrow(
      /watched already/,
    );
    await writeFile(join(at.folder, "described.mp4"), await at.videoBytes());
    await writeFile(
      join(at.folder, "described.json"),
      JSON.stringify({ title: "Described", description: "beside", access: "private" }),
    );
    // As a Mac and a camera write the same name.
    const sidecarName = "caf\u00e9.json".normalize("NFD");
    await writeFile(join(at.folder, "caf\u00e9.mp4"), await at.videoBytes());
    await writeFile(join(at.folder, sidecarName), '{"titel": "Mistyped"}');
    await writeFile(join(at.folder, "notes.mp4"), "this is not a video\n");
    await at.untilStored(1);
    await at.app.eventually("both problems", () => at.app.workspace.watched.list()[0]?.problems.length === 2);
    expect(await at.storedVideos()).toMatchObject([{ file_name: "described.mp4" }]);
    await at.app.eventually("saved", async () => (await at.storedVideos())[0]?.title === "Described");
    expect(await at.storedVideos()).toMatchObject([{ description: "beside", access: 1 }]);
    const problems = at.app.workspace.watched.list()[0]?.problems ?? [];
    expect(problems.toSorted((a, b) => a.fileName.localeCompare(b.fileName))).toMatchObject([
      {
        fileName: "caf\u00e9.mp4",
        code: null,
        sidecar: { fileName: sidecarName, problem: { code: "unknown-field", field: "titel", max: null } },
      },
      { fileName: "notes.mp4", code: "file-not-video", sidecar: null },
    ]);
    await writeFile(join(at.folder, sidecarName), '{"title": "Fixed"}');
    await at.untilStored(2);
    await at.app.eventually("fixed", async () => (await at.storedVideos()).some(({ title }) => title === "Fixed"));
    expect(at.app.workspace.watched.list()[0]?.problems).toHaveLength(1);
  }, 60_000);

  it("keeps a video private of which it is unknown whether it is complete, whatever its sidecar says", async () => {
    const { engine, adding } = at.app.workspace;
    const { database } = openDatabase(join(at.source, "other.sqlite"), { nowMs: 0, onSalvaged: () => {} });
    const silent = { onChange: () => {}, log: () => {} };
    const watched = composeWatch({ database, engine, adding, ...silent, readiness: async () => "unknown" });
    watched.start();
    await watched.add(at.folder, { ...watchChoices, access: "public", stayPrivate: true }, false);
    await writeFile(join(at.folder, "clip.json"), JSON.stringify({ title: "Beside", access: "public" }));
    await writeFile(join(at.folder, "clip.mp4"), await at.videoBytes());
    await at.untilStored(1);
    await at.app.eventually("saved", async () => (await at.storedVideos())[0]?.title === "Beside");
    await at.app.eventually("complete", () => engine.rows()[0]?.state.phase === "complete");
    await pause(1000);
    expect(await at.storedVideos()).toMatchObject([{ access: 1 }]);
    expect(watched.list()).toMatchObject([{ addedPrivate: 1 }]);
    await watched.stop();
    database.close();
  }, 60_000);
});
