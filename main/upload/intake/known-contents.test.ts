import { expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createKnownContents } from "./known-contents.ts";

it("recognises an upload's own file, although a program writes to it between two looks", async () => {
  // More than a fingerprint covers, so that the whole content decides.
  const fingerprint = "9000000-abc";
  const upload = sampleRow({ fingerprint, contentHash: null });
  const file = { ...upload.file, ctimeNs: "2" };
  let reads = 0;
  const known = createKnownContents({
    ledger: { find: () => null, hasHint: () => false },
    openUploads: () => [upload],
    contentHashes: { of: async () => `content ${++reads}` },
  });
  const { lookUp } = await known.compare([{ file, fingerprint }]);
  expect(lookUp()({ file, fingerprint })).toEqual({ videoId: null, uploadId: upload.id });
});
