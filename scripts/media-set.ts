/** `npm run media-set`: tries every file of the media set in the real app; `npm test` tries a dozen of them. */
process.env.BIGGO_UPLOADER_MEDIA_SET = "all";
process.argv.push("media.e2e");
await import("./e2e.ts");
