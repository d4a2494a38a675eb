import { describe, expect, it } from "vitest";
import { isOnRemoteMount, parseMountInfo, parseMountList } from "./remote-folders.ts";

const linux = parseMountInfo(`22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / /mnt/nas\\040films rw - cifs //nas/films rw,vers=3.1.1
41 22 0:36 / /mnt/nfs rw shared:2 - nfs4 nas:/films rw
42 22 0:37 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
43 22 8:17 / /media/me/STICK rw - fuseblk /dev/sdb1 rw
44 41 8:33 / /mnt/nfs/local rw - xfs /dev/sdc1 rw
45 22 0:40 / /media/me/CARD rw - fuse.exfat-fuse /dev/sdd1 rw`);

const mac = parseMountList(`/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@nas._smb._tcp.local/films on /Volumes/films (smbfs, nodev, nosuid, mounted by me)
/dev/disk5s1 on /Volumes/STICK (exfat, local, nodev, nosuid, noowners)`);

describe("isOnRemoteMount", () => {
  it("recognises shares of another computer by the nearest mount point", () => {
    const remote = ["/mnt/nas films/a.mkv", "/mnt/nfs/a.mkv", "/run/user/1000/gvfs/smb-share/a.mkv"];
    const local = [
      "/home/me/a.mkv",
      "/media/me/STICK/a.mkv",
      "/mnt/nfs/local/a.mkv",
      "/media/me/CARD/a.mkv",
      "/mnt/nfsx",
    ];
    expect(remote.filter((path) => !isOnRemoteMount(path, linux))).toEqual([]);
    expect(local.filter((path) => isOnRemoteMount(path, linux))).toEqual([]);
    expect(isOnRemoteMount("/Volumes/films/a.mov", mac)).toBe(true);
    expect(isOnRemoteMount("/Volumes/STICK/a.mov", mac)).toBe(false);
    expect(isOnRemoteMount("/Users/me/a.mov", mac)).toBe(false);
  });
});
