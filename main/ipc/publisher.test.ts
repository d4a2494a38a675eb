import { expect, it, vi } from "vitest";
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

it("gathers one turn's changes into one message, the newest of each row, and counts up by one", async () => {
  const { sent, publisher } = published();
  publisher.uploads.push({ upserts: [upload("a", "old"), upload("b", "b")], removed: [] });
  publisher.uploads.push({ upserts: [upload("a", "new")], removed: ["b"] });
  await turn();
  expect(sent).toEqual([
    { topic: "uploads.changed", payload: { revision: 1, upserts: [upload("a", "new")], removed: ["b"], holds } },
  ]);
  publisher.uploads.push({ upserts: [upload("c", "c")], removed: [] });
  await turn();
  expect(sent[1]?.payload).toMatchObject({ revision: 2 });
});

it("skips a revision when everything is different", async () => {
  const { sent, publisher } = published();
  publisher.library.push({ upserts: [], removed: ["x"] });
  publisher.library.reset();
  await turn();
  expect(sent).toEqual([{ topic: "library.changed", payload: { revision: 2, upserts: [], removed: [], sync } }]);
});

it("tells of the library at once, and then no more often than the window can follow", async () => {
  const { sent, publisher } = published();
  publisher.library.push({ upserts: [], removed: ["a"] });
  await turn();
  expect(sent).toHaveLength(1);
  for (const id of ["b", "c"]) {
    publisher.library.push({ upserts: [], removed: [id] });
    await turn();
  }
  expect(sent).toHaveLength(1);
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.payload).toMatchObject({ revision: 2, removed: ["b", "c"] });
});

it("tells at once what a call has changed, and nothing twice", async () => {
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
