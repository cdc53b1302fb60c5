const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** Milliseconds of `1d2h3m4s5ms`, or of a bare number of seconds; undefined where it is neither. */
export function parseDuration(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  if (!/^(\d{1,8}(ms|d|h|m|s))+$/.test(text)) return undefined
  let sum = 0
  const seen = new Set<string>()
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|d|h|m|s)/g)) {
    if (unit === undefined || seen.has(unit)) return undefined
    seen.add(unit)
    sum += Number(count) * (units[unit] as number)
  }
  return sum
}

/** Seconds by which local time is ahead of UTC, now: nft converts every date with today's offset. */
export function zoneOffset(): number {
  return -new Date().getTimezoneOffset() * 60
}

/** Nanoseconds since the epoch of a local `2020-06-06 17:00:20` (seconds and time may be left out), or of bare seconds. */
export function parseDate(text: string): bigint | undefined {
  if (/^\d+$/.test(text)) return BigInt(text) * 1_000_000_000n
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?$/.exec(text)
  if (!parts) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 61) return undefined
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - zoneOffset()
  return BigInt(seconds) * 1_000_000_000n
}

/** The last that a Date can be. */
const LAST_SECOND = 8.64e12

export function printDate(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / 1_000_000_000n) + zoneOffset()
  if (seconds > LAST_SECOND) return nanoseconds.toString()
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Seconds since midnight UTC of a local `17:00` or `17:00:20`, of a duration, or of bare seconds (already UTC). */
export function parseHour(text: string): number | undefined {
  const clock = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/.exec(text)
  if (clock) {
    const [hour = 0, minute = 0, second = 0] = clock.slice(1).map((part) => Number(part ?? 0))
    if (hour > 23 || minute > 59 || second > 61) return undefined
    return toUtc(hour * 3600 + minute * 60 + second)
  }
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const duration = parseDuration(text)
  return duration === undefined ? undefined : toUtc(Math.floor(duration / 1000))
}

function toUtc(seconds: number): number {
  const offset = zoneOffset()
  return seconds >= offset ? seconds - offset : 86_400 - offset + seconds
}

/** Local time of seconds since midnight UTC, the seconds only where there are any. */
export function printHour(seconds: number): string {
  const local = (((seconds + zoneOffset()) % 86_400) + 86_400) % 86_400
  const parts = [Math.floor(local / 3600), Math.floor(local / 60) % 60]
  if (local % 60 !== 0) parts.push(local % 60)
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
