/** The fields of a MediaInfo track that name its codec. */
export interface CodecFields {
  readonly Format?: string;
  readonly Format_Profile?: string;
  readonly Format_Version?: string;
  readonly CodecID?: string;
}

/** MediaInfo's formats that people know by another name. */
const commonNames: Readonly<Record<string, string>> = {
  AVC: "H.264",
  JPEG: "MJPEG",
  "MPEG-4 Visual": "MPEG-4",
  "Sorenson Spark": "H.263 (Sorenson)",
};

/** DNxHR shares the format VC-3 with DNxHD; only the sample entry or the profile distinguishes them. */
function vc3Name({ CodecID, Format_Profile: profile = "" }: CodecFields): string {
  return CodecID === "AVdh" || /^(RI|LB|SQ|HQ|HQX|444)\b/.test(profile) ? "DNxHR" : "DNxHD";
}

const mpegVideoName = ({ Format_Version: version = "" }: CodecFields) => (version.includes("1") ? "MPEG-1" : "MPEG-2");

/** The name of a video codec as people know it, such as `HEVC` or `ProRes 422 HQ`; null when the format is unknown. */
export function videoCodecName(track: CodecFields): string | null {
  const { Format: format, Format_Profile: profile } = track;
  if (format === undefined || format === "") return null;
  if (format === "VC-3") return vc3Name(track);
  if (format === "MPEG Video") return mpegVideoName(track);
  if (format === "ProRes" && profile !== undefined) return `ProRes ${profile}`;
  return commonNames[format] ?? format;
}

/** The name of an audio codec as people know it; null when the format is unknown. */
export function audioCodecName({ Format: format, Format_Profile: profile = "" }: CodecFields): string | null {
  if (format === undefined || format === "") return null;
  if (format !== "MPEG Audio") return format;
  return profile.includes("3") ? "MP3" : profile.includes("1") ? "MP1" : "MP2";
}
