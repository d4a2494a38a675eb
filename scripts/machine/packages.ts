/** A Debian package that the app or its tests need; `names` lists its names across releases, newest first. */
export type SystemPackage = { names: readonly string[]; use: "app" | "display" | "tests"; command?: string };

/** The packages that a minimal Debian or Ubuntu lacks. */
export const systemPackages: readonly SystemPackage[] = [
  { names: ["libgtk-3-0t64", "libgtk-3-0"], use: "app" },
  { names: ["libnss3"], use: "app" },
  { names: ["libasound2t64", "libasound2"], use: "app" },
  { names: ["libgbm1"], use: "app" },
  { names: ["libxss1"], use: "app" },
  { names: ["libxtst6"], use: "app" },
  { names: ["libnotify4"], use: "app" },
  { names: ["libsecret-1-0"], use: "app" },
  { names: ["xvfb"], use: "display", command: "Xvfb" },
  { names: ["fonts-noto-cjk"], use: "display" },
  { names: ["fonts-noto-color-emoji"], use: "display" },
  { names: ["xdotool"], use: "tests", command: "xdotool" },
  { names: ["dbus-x11"], use: "tests", command: "dbus-run-session" },
  { names: ["gnome-keyring"], use: "tests", command: "gnome-keyring-daemon" },
  { names: ["ffmpeg"], use: "tests", command: "ffmpeg" },
  // The reference of the benches.
  { names: ["curl"], use: "tests", command: "curl" },
  // Removable drives: without these, or without the right to mount, their tests are skipped.
  { names: ["e2fsprogs"], use: "tests" },
  { names: ["exfatprogs"], use: "tests" },
  { names: ["exfat-fuse"], use: "tests" },
  { names: ["dosfstools"], use: "tests" },
  { names: ["fusefat"], use: "tests" },
];
