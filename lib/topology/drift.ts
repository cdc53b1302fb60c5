import type { TopologyDifference } from './differences.ts'

/** What was changed by others, and is corrected now. */
export interface TopologyDrift {
  /** What differs from the topology. */
  differences: readonly TopologyDifference[]
  /** The number of corrections in a row, this one included; a pause of two minutes ends it. */
  repeated: number
  /** Time in milliseconds to the next correction at the earliest: it doubles with each one, up to a minute, so that two programs do not fight. */
  delay: number
}
