import { describe, expect, it } from "vitest";
import { detailsToAdd, fillTemplate, type Template, titleFromFile } from "./template.ts";
import { titleMaxLength } from "./video.ts";

const template = (changes: Partial<Template>): Template => ({
  id: "t",
  name: "Weekly",
  title: "",
  description: "",
  access: null,
  products: [],
  ...changes,
});
const facts = { fileName: "開箱 🎧.final.mp4", atMs: new Date(2026, 10, 5, 23, 59).getTime(), n: 3 };

describe("fillTemplate", () => {
  it("fills file name, date and number into title and description", () => {
    const filled = fillTemplate(template({ title: "{filename} #{n}", description: "{date}\n{other}" }), facts);
    expect(filled).toEqual({ title: "開箱 🎧.final #3", description: "2026-11-05\n{other}" });
  });

  it("leaves fields that it does not set", () => {
    expect(fillTemplate(template({ description: "  " }), facts)).toEqual({});
  });

  it("stays empty when a text needs the file's name and there is none", () => {
    const filled = fillTemplate(template({ title: "{filename} #{n}", description: "{date}" }), {
      ...facts,
      fileName: null,
    });
    expect(filled).toEqual({ description: "2026-11-05" });
  });

  it("truncates to the maximum lengths", () => {
    const filled = fillTemplate(template({ title: "{filename}" }), { ...facts, fileName: "a".repeat(255) });
    expect(filled.title).toHaveLength(titleMaxLength);
  });

  it.each(["🎧", "👨‍👩‍👧‍👦", "🇹🇼", "e\u0301\u0323"])(
    "keeps or drops %s at the 200th unit of a title as a whole",
    (last) => {
      const name = `${"x".repeat(199)}${last}`;
      expect(titleFromFile(`${name}.mp4`)).toBe("x".repeat(199));
      expect(fillTemplate(template({ title: name }), facts).title).toBe("x".repeat(199));
      const description = `${"x".repeat(4999)}${last}`;
      expect(fillTemplate(template({ description }), facts).description).toBe("x".repeat(4999));
    },
  );

  it("creates initial details with the access chosen in the sheet", () => {
    const choices = { access: "unlisted", stayPrivate: true, templateId: "t" } as const;
    const begun = detailsToAdd(choices, template({ title: "Part {n}", access: "public" }), facts);
    expect(begun).toMatchObject({ title: "Part 3", access: "unlisted", stayPrivate: true, description: "" });
    expect(detailsToAdd(choices, null, facts).title).toBe("開箱 🎧.final");
  });

  it("keeps the file name when it consists of an extension only", () => {
    expect(titleFromFile(".mp4")).toBe(".mp4");
  });
});
