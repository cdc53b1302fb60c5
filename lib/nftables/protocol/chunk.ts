import { bigInteger as integer } from '../datatype/table.ts'
import { type Extension, fields, OP_SCTP_CHUNK } from './extension.ts'
import type { FieldRow } from './field.ts'

function chunk(name: string, type: number, rows: readonly FieldRow[] = []): Extension {
  const head: FieldRow[] = [
    ['type', integer, 0, 8],
    ['flags', integer, 8, 8],
    ['length', integer, 16, 16],
  ]
  return { name, id: 0, op: OP_SCTP_CHUNK, type, fields: fields([...head, ...rows], 0) }
}

const initRows: FieldRow[] = [
  ['init-tag', integer, 32, 32],
  ['a-rwnd', integer, 64, 32],
  ['num-outbound-streams', integer, 96, 16],
  ['num-inbound-streams', integer, 112, 16],
  ['initial-tsn', integer, 128, 32],
]

const sequenceRows: FieldRow[] = [['seqno', integer, 32, 32]]
const lowestRows: FieldRow[] = [['lowest-tsn', integer, 32, 32]]

/** SCTP chunks by the names of the RFCs. */
export const sctpChunks: readonly Extension[] = [
  chunk('data', 0, [
    ['tsn', integer, 32, 32],
    ['stream', integer, 64, 16],
    ['ssn', integer, 80, 16],
    ['ppid', integer, 96, 32],
  ]),
  chunk('init', 1, initRows),
  chunk('init-ack', 2, initRows),
  chunk('sack', 3, [
    ['cum-tsn-ack', integer, 32, 32],
    ['a-rwnd', integer, 64, 32],
    ['num-gap-ack-blocks', integer, 96, 16],
    ['num-dup-tsns', integer, 112, 16],
  ]),
  chunk('heartbeat', 4),
  chunk('heartbeat-ack', 5),
  chunk('abort', 6),
  chunk('shutdown', 7, [['cum-tsn-ack', integer, 32, 32]]),
  chunk('shutdown-ack', 8),
  chunk('error', 9),
  chunk('cookie-echo', 10),
  chunk('cookie-ack', 11),
  chunk('ecne', 12, lowestRows),
  chunk('cwr', 13, lowestRows),
  chunk('shutdown-complete', 14),
  chunk('asconf-ack', 128, sequenceRows),
  chunk('forward-tsn', 192, [['new-cum-tsn', integer, 32, 32]]),
  chunk('asconf', 193, sequenceRows),
]
