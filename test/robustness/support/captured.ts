import { listAddresses } from '../../../lib/address/address.ts'
import { listLinks } from '../../../lib/link/list.ts'
import { listNeighbours } from '../../../lib/neighbour/neighbour.ts'
import { rtnetlink } from '../../../lib/protocol/rtnetlink.ts'
import { listRoutes } from '../../../lib/route/list.ts'
import { listRules } from '../../../lib/rule/rule.ts'
import type { Handle } from '../../../lib/transport/handle.ts'
import type { AnyRequestType } from '../../../lib/transport/request-type.ts'
import { on } from '../../../lib/verb/verb.ts'
import { lengthAt, messageAt, nextAt } from '../../../lib/wire/header.ts'
import type { Place } from '../../support/place.ts'
import { openTransport } from '../../support/transport.ts'

/** A message of the kernel, and what reads it. */
export interface Captured {
  readonly verb: AnyRequestType
  readonly keep: ((value: never) => boolean) | undefined
  readonly message: Uint8Array
}

type List = (filter: object) => unknown
const LISTS: readonly [List, object][] = [
  [listLinks as List, { kind: 'veth', up: true }],
  [listLinks as List, {}],
  [listLinks as List, { stats: false }],
  [listAddresses as List, {}],
  [listRoutes as List, { table: 'all' }],
  [listRules as List, { table: 254 }],
  [listNeighbours as List, {}],
  [listNeighbours as List, { family: 'bridge' }],
]

/** Every message of every list of rtnetlink, as the kernel sends it in this place. */
export async function captured(place: Place): Promise<Captured[]> {
  const { transport } = openTransport(rtnetlink, place.netns)
  const all: Captured[] = []
  for (const [list, filter] of LISTS) {
    const asked: [AnyRequestType, object, ((value: never) => boolean) | undefined][] = []
    const recorder = {
      list: (...[verb, question, , keep]: never[]) => {
        asked.push([verb, question, keep])
        return Promise.resolve([])
      },
    }
    on(recorder as unknown as Handle, list)(filter)
    for (const [verb, question, keep] of asked) {
      for await (const { bytes, end } of transport.dump(verb, question)) {
        for (let at = 0; at < end && messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
          all.push({ verb, keep, message: bytes.u8.slice(at, at + lengthAt(bytes, at)) })
        }
      }
    }
  }
  await transport.close()
  return all
}
