import { readFileSync } from 'node:fs'

/** Identifies this run of the machine: random(4). */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
