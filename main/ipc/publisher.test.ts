import { describe, expect, it, vi } from "vitest";
import { noHolds as holds, type Upload } from "../../shared/model/upload.ts";
import { nothingSynced as sync } from "../../shared/model/video.ts";
import { createPublisher } from "./publisher.ts";

const upload = (id: string, title: string) => ({ id, details: { title } }) as unknown as Upload;
const turn = () => new Promise((resolve) => setImmediate(resolve));

function published() {
  const sent: { topic: string; payload: unknown }[] = [];
  const send = (topic: string, payload: unknown) => void sent.push({ topic, payload });
  return {
    sent,
    publisher: createPublisher(
      send,
      () => holds,
      () => sync,
    ),
  };
}

describe("createPublisher", () => {
  it("coalesces the changes of one turn into one message and increments the revision", async () => {
    const { sent, publisher } = published();
    publisher.uploads.push({ upserts: [upload("a", "old"), upload("b", "b")], removed: [] });
    publisher.uploads.push({ upserts: [upload("a", "new")], removed: ["b"] });
    await turn();
    expect(sent).toEqual([
      { topic: "uploads.changed", payload: { revision: 1, upserts: [upload("a", "new")], removed: ["b"], holds } },
    ]);
    publisher.uploads.push({ upserts: [upload("c", "c")], removed: [] });
    publisher.flush();
    expect(sent[1]?.payload).toMatchObject({ revision: 2 });
  });

  it("skips a revision on reset", async () => {
    const { sent, publisher } = published();
    publisher.library.push({ upserts: [], removed: ["x"] });
    publisher.library.reset();
    await turn();
    expect(sent).toEqual([{ topic: "library.changed", payload: { revision: 2, upserts: [], removed: [], sync } }]);
  });

  it.each(["uploads", "library"] as const)(
    "publishes the first change of %s at once and throttles the rest",
    async (feed) => {
      const { sent, publisher } = published();
      publisher[feed].push({ upserts: [], removed: ["a"] });
      await turn();
      expect(sent).toHaveLength(1);
      for (const id of ["b", "c"]) {
        publisher[feed].push({ upserts: [], removed: [id] });
        await turn();
      }
      expect(sent).toHaveLength(1);
      await vi.waitFor(() => expect(sent).toHaveLength(2));
      expect(sent[1]?.payload).toMatchObject({ revision: 2, removed: ["b", "c"] });
    },
  );

  it("flushes pending changes on request, each once", async () => {
    const { sent, publisher } = published();
    publisher.library.push({ upserts: [], removed: ["a"] });
    publisher.flush();
    publisher.library.push({ upserts: [], removed: ["b"] });
    publisher.uploads.push({ upserts: [], removed: ["c"] });
    publisher.flush();
    publisher.flush();
    expect(sent.map(({ topic }) => topic)).toEqual(["library.changed", "uploads.changed", "library.changed"]);
    await turn();
    expect(sent).toHaveLength(3);
  });
});
