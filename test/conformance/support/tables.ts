import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Attribute } from '../../../lib/wire/attrs.ts'
import type { Field, Struct } from '../../../lib/wire/struct.ts'
import type { AnyType } from '../../../lib/wire/type.ts'

const lib = fileURLToPath(new URL('../../../lib', import.meta.url))

/** A type of lib, and the way by which it was found: `metrics` where it is exported so, `route.cacheinfo` inside of that. */
export interface Found {
  readonly where: string
  readonly type: AnyType
}

/** Any of the parts that some types have. */
type Face = AnyType & {
  readonly prefix?: string
  readonly rows?: readonly Attribute[]
  readonly header?: AnyType
  readonly fields?: readonly Field[]
}

/** Every type that a module of lib exports, and every type inside of those, each once, by the shortest way. */
export async function everyType(): Promise<Found[]> {
  const found = new Map<AnyType, string>()
  let level = (await Promise.all(sources().map(exportedTypes))).flat()
  while (level.length > 0) {
    const fresh = level.filter(({ where, type }) => !found.has(type) && found.set(type, where))
    level = fresh.flatMap(inside)
  }
  return [...found].map(([type, where]) => ({ where, type }))
}

async function exportedTypes(file: string): Promise<Found[]> {
  const exported = (await import(pathToFileURL(join(lib, file)).href)) as Record<string, unknown>
  return Object.entries(exported).flatMap(([key, value]) => {
    const where = key === 'default' ? basename(file, '.ts') : key
    // A kind of link holds its tables.
    const { table, port } = (value ?? {}) as { table?: unknown; port?: unknown }
    const named: [string, unknown][] = [
      [where, value],
      [where, table],
      [`${where}.port`, port],
    ]
    return named.flatMap(([name, type]) => (isType(type) ? [{ where: name, type }] : []))
  })
}

/** The modules that may have tables. The nftables module has none: its messages are libnftnl's. A program would run when it is imported. */
const WITHOUT_TABLES = ['nftables/', 'program/']

function sources(): string[] {
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  const may = (file: string) => file.endsWith('.ts') && !WITHOUT_TABLES.some((folder) => file.startsWith(folder))
  return files.filter(may).sort()
}

function isType(value: unknown): value is AnyType {
  if (typeof value !== 'object' || value === null) return false
  const { read, write, size } = value as Partial<AnyType>
  return typeof read === 'function' && typeof write === 'function' && typeof size === 'number'
}

/** The types inside: those of rows and fields by their key, the others as what they are inside of. */
function inside({ where, type }: Found): Found[] {
  const { rows = [], fields = [], header, parts = [] } = type as Face
  const named = [...rows, ...fields].map(({ key, type: one }) => ({ where: `${where}.${key}`, type: one }))
  const unnamed = [...(header === undefined ? [] : [header]), ...parts].map((one) => ({ where, type: one }))
  return [...unnamed, ...named]
}

export function isTable(type: AnyType): type is AnyType & { prefix: string; rows: readonly Attribute[] } {
  return (type as Face).rows !== undefined
}

export function isMessage(type: AnyType): type is AnyType & { headerSize: number } {
  return (type as Face).header !== undefined
}

export function isStruct(type: AnyType): type is Struct<never> {
  return (type as Face).fields !== undefined
}

/** `NUM_TX_QUEUES` from `numTxQueues`, `802_1Q` from `802.1q`. */
export function snake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[-. ]/g, '_')
    .toUpperCase()
}
