import { readFileSync } from '../../builtin.ts'
import type { NetworkRecord } from './folder.ts'

/** Identifies this run of the machine: random(4). */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

/** Whether a record is that of a network in another namespace, which exists in this run of the machine. */
export function isElsewhere(record: Pick<NetworkRecord, 'inode' | 'boot'>, inode: string): boolean {
  return record.inode !== inode && record.boot === bootId()
}
