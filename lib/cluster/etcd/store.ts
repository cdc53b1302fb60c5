import { arrayOf, isObject, type JsonObject, objectAt } from '../json.ts'
import { keyOf, type NodeRecord, readRecord, recordText, subnetOfKey } from '../record.ts'
import type { Range } from '../subnet.ts'
import type { Client } from './client.ts'
import { decode, encode, endOf, numberOf } from './text.ts'

/** A record with what etcd knows of it. */
export interface Entry {
  readonly record: NodeRecord
  /** Number of the lease with which the key goes; '0' for none. */
  readonly lease: string
  /** Revision at which the key was written last. */
  readonly revision: number
}

/** All records at one revision of the store. */
export interface Snapshot {
  readonly revision: number
  /** By the last part of their keys. */
  readonly entries: ReadonlyMap<string, Entry>
  /** The subnets of all keys, also of those whose records are damaged. */
  readonly taken: readonly Range[]
}

/** Keys of a cluster in etcd: PREFIX/config and PREFIX/subnets/. */
export class Keys {
  readonly #client: Client
  readonly #prefix: string

  constructor(client: Client, prefix: string) {
    this.#client = client
    this.#prefix = prefix
  }

  get folder(): string {
    return `${this.#prefix}/subnets/`
  }

  /** The configuration; undefined if there is none. */
  async configuration(signal?: AbortSignal): Promise<string | undefined> {
    const { kvs } = await this.#client.call('/v3/kv/range', { key: encode(`${this.#prefix}/config`) }, signal)
    const [found] = arrayOf(kvs)
    return isObject(found) ? decode(found.value) : undefined
  }

  /** Writes the configuration unless there is one. */
  async createConfiguration(text: string, signal?: AbortSignal): Promise<void> {
    const key = encode(`${this.#prefix}/config`)
    const success = [{ request_put: { key, value: encode(text) } }]
    await this.#client.call('/v3/kv/txn', { compare: [isAbsent(key)], success }, signal)
  }

  async list(signal?: AbortSignal): Promise<Snapshot> {
    const range = { key: encode(this.folder), range_end: endOf(this.folder) }
    const answer = await this.#client.call('/v3/kv/range', range, signal)
    const entries = new Map<string, Entry>()
    const taken: Range[] = []
    for (const kv of arrayOf(answer.kvs)) {
      const name = this.nameOf(kv)
      const entry = name === undefined ? undefined : entryOf(name, kv)
      if (name !== undefined) taken.push(subnetOfKey(name) as Range)
      if (name !== undefined && entry !== undefined) entries.set(name, entry)
    }
    return { revision: numberOf(objectAt(answer, 'header').revision), entries, taken }
  }

  /** The last part of a key in the folder; undefined if it does not name a subnet. */
  nameOf(kv: unknown): string | undefined {
    const key = isObject(kv) ? decode(kv.key) : ''
    const name = key.slice(this.folder.length)
    return key.startsWith(this.folder) && subnetOfKey(name) !== undefined ? name : undefined
  }

  /**
   * Writes a record if its key is as it was: absent, or at `revision`. Returns whether it was; a repeated attempt finds what the first one
   * wrote, under the lease of the caller.
   */
  async put(record: NodeRecord, lease: string, revision: number | undefined, signal?: AbortSignal): Promise<boolean> {
    const key = encode(this.folder + keyOf(record.subnet))
    const compare = revision === undefined ? isAbsent(key) : isAt(key, revision)
    const success = [{ request_put: { key, value: encode(recordText(record)), lease } }]
    const failure = [{ request_range: { key } }]
    const answer = await this.#client.call('/v3/kv/txn', { compare: [compare], success, failure }, signal)
    if (answer.succeeded === true) return true
    const [found] = arrayOf(objectAt(arrayOf(answer.responses)[0], 'response_range').kvs)
    return isObject(found) && String(found.lease) === lease
  }

  /** Deletes a record if it is as it was. */
  async delete(subnet: Range, revision: number, signal?: AbortSignal): Promise<void> {
    const key = encode(this.folder + keyOf(subnet))
    const success = [{ request_delete_range: { key } }]
    await this.#client.call('/v3/kv/txn', { compare: [isAt(key, revision)], success }, signal)
  }
}

/** The record of a key and its value; undefined if it is damaged. */
export function entryOf(name: string, kv: unknown): Entry | undefined {
  const subnet = subnetOfKey(name)
  if (subnet === undefined || !isObject(kv)) return undefined
  const record = readRecord(subnet, decode(kv.value))
  return record && { record, lease: String(kv.lease ?? 0), revision: numberOf(kv.mod_revision) }
}

function isAbsent(key: string): JsonObject {
  return { key, target: 'CREATE', create_revision: '0' }
}

function isAt(key: string, revision: number): JsonObject {
  return { key, target: 'MOD', mod_revision: String(revision) }
}
