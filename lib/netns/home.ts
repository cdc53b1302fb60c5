import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Transports } from '../transport/transports.ts'
import { openTransports } from './transports.ts'

/** The home handle never keeps the process alive. If it cannot be opened, the first call rejects. */
export function openHome(): Transports {
  const { transports, opened } = openTransports(rtnetlink)
  opened.catch(() => undefined)
  return transports
}
