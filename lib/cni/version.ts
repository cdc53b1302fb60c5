/** Versions of the specification, oldest first. */
export const VERSIONS = ['0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const

/** A supported version of the specification. */
export type Version = (typeof VERSIONS)[number]

export const NEWEST: Version = '1.1.0'

export function isVersion(value: unknown): value is Version {
  return VERSIONS.includes(value as Version)
}

/** Whether `version` is `least` or newer. */
export function since(version: Version, least: Version): boolean {
  return VERSIONS.indexOf(version) >= VERSIONS.indexOf(least)
}
