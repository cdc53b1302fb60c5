import { arrayOf, isObject, objectAt } from '../json.ts'
import type { Client } from './client.ts'
import { type Entry, entryOf, type Keys } from './store.ts'
import { encode, endOf, numberOf } from './text.ts'

/** A change of one record; without an entry, it was deleted or is damaged. */
export interface Change {
  readonly name: string
  readonly entry: Entry | undefined
}

/** The changes of one revision or several; none if the watch has just begun. */
export interface Changes {
  /** Revision of the last event, 0 for none. */
  readonly revision: number
  readonly changes: readonly Change[]
}

/** The revision to watch from is no longer kept: list again. */
export class Compacted extends Error {}

/** Changes from a revision on, until the member ends the watch; throws if it cannot be reached or no longer has the revision. */
export async function* watchKeys(
  client: Client,
  keys: Keys,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Changes> {
  const { folder } = keys
  const create_request = { key: encode(folder), range_end: endOf(folder), start_revision: String(from) }
  for await (const answer of client.stream('/v3/watch', { create_request }, signal)) {
    if (answer.compact_revision !== undefined) throw new Compacted('the revision was compacted')
    if (answer.canceled === true) throw new Error(String(answer.cancel_reason ?? 'the watch was cancelled'))
    const events = arrayOf(answer.events)
    yield {
      revision: Math.max(0, ...events.map(revisionAt)),
      changes: events.flatMap((event) => changeOf(keys, event)),
    }
  }
}

/** The header has the revision of the store, which may be later than that of the last event. */
function revisionAt(event: unknown): number {
  return numberOf(objectAt(event, 'kv').mod_revision)
}

/** An event without a type is a PUT. */
function changeOf(keys: Keys, event: unknown): Change[] {
  if (!isObject(event)) return []
  const name = keys.nameOf(event.kv)
  if (name === undefined) return []
  return [{ name, entry: event.type === 'DELETE' ? undefined : entryOf(name, event.kv) }]
}
