import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Machine } from './machine.ts'
import { median } from './statistics.ts'

/** What the rounds of one driver at one size of a trial gave. */
export interface Figures {
  trial: string
  size: number
  driver: string
  /** Milliseconds of each round. */
  ms: number[]
  rssMiB: number[]
  /** CPU time of all threads of the process in milliseconds, if the driver reports it. */
  cpuMs?: number[]
  note?: string
  /** Why there are none. */
  absent?: string
  /** Whether that is a failure, and not something the tool cannot do. */
  failed?: true
}

/** Everything about one run of the benchmarks. */
export interface Result {
  date: string
  machine: Machine
  /** Of the programs and libraries that took part. */
  versions: Record<string, string>
  rounds: number
  quick: boolean
  drivers: { name: string; title: string; absent?: string }[]
  figures: Figures[]
}

export function readResult(file: string): Result {
  return JSON.parse(readFileSync(file, 'utf8')) as Result
}

export function writeResult(file: string, result: Result): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    `${JSON.stringify(result, undefined, 1).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s+/g, ' ')}]`)}\n`,
  )
}

/** Median microseconds an item. */
export function perItem(figures: Figures): number {
  return (median(figures.ms) * 1000) / figures.size
}

/** The figures of one driver at one size; undefined where there are none. */
export function find(result: Result, trial: string, size: number, driver: string): Figures | undefined {
  return result.figures.find((it) => it.trial === trial && it.size === size && it.driver === driver && it.ms.length > 0)
}

/** How many times as long `other` takes as `one`; undefined where one of them has no figures. */
export function ratio(result: Result, trial: string, size: number, one: string, other: string): number | undefined {
  const [ours, theirs] = [find(result, trial, size, one), find(result, trial, size, other)]
  return ours === undefined || theirs === undefined ? undefined : median(theirs.ms) / median(ours.ms)
}
