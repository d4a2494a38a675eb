const second = 1_000_000_000n;
/** FAT stores modification times in steps of two seconds. */
const granularityNs = 2n * second;
/** Time zones differ by multiples of a quarter of an hour, and by at most 26 hours. */
const zoneStepNs = 15n * 60n * second;
const maxZoneShiftNs = 26n * 60n * 60n * second;
/** The finest step of the drives that round or shift times (exFAT). Others report a multiple of it once in 100,000. */
const coarseStepNs = 10_000_000n;
const isInteger = /^-?\d+$/;

/**
 * Whether a file's modification time can have become another one without a write, both in ns since the epoch. FAT and
 * exFAT round times, and store local ones: those shift by whole hours with daylight saving time and between systems. The
 * same time twice is always true.
 */
export function isSameDriveTime(beforeNs: string, nowNs: string): boolean {
  if (beforeNs === nowNs) return true;
  if (!isInteger.test(beforeNs) || !isInteger.test(nowNs)) return false;
  const now = BigInt(nowNs);
  if (now % coarseStepNs !== 0n) return false;
  const shift = now - BigInt(beforeNs);
  const size = shift < 0n ? -shift : shift;
  const rest = size % zoneStepNs;
  const isRounded = rest <= granularityNs || zoneStepNs - rest <= granularityNs;
  return isRounded && size <= maxZoneShiftNs + granularityNs;
}
