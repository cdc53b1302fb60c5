import { readFileSync, writeFileSync } from 'node:fs'
import { type Changes, openNetlink } from 'netlink-ts'
import { type Measured, timed } from '../measured.ts'
import { prefixes } from '../work.ts'
import type { OwnTrial } from './trial.ts'

const addBatch: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const destinations = prefixes(n)
  return async () => {
    const results = await nl.batch((b) => {
      for (const dst of destinations) b.addRoute({ dst, oif: 'v0' })
    })
    for (const result of results) if (!result.ok) throw result.error
    return undefined
  }
}

const addArmed: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const destinations = prefixes(n)
  return async () => {
    const fill = (b: Changes) => {
      for (const dst of destinations) b.addRoute({ dst, oif: 'v0' })
    }
    await nl.batch(fill, { onError: 'rollback' })
    return undefined
  }
}

const addSingle: OwnTrial = async (n) => {
  const nl = await openNetlink()
  const destinations = prefixes(n)
  return async () => {
    await Promise.all(destinations.map((dst) => nl.addRoute({ dst, oif: 'v0' })))
    return undefined
  }
}

const list: OwnTrial = async () => {
  const nl = await openNetlink()
  return async () => (await nl.listRoutes({ family: 'inet' })).length
}

export const trials = {
  'add-routes-batch': addBatch,
  'add-routes-single': addSingle,
  'rollback-routes': addArmed,
  'list-routes': list,
  'apply-again:list': list,
  'apply-changed:list': list,
}

/** A line of /proc/self/status, in MiB. */
function status(line: 'VmRSS' | 'VmHWM'): number {
  const [, kib] = new RegExp(`^${line}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kib) / 1024
}

/** Reads routes one by one; the reported memory is the growth of the peak (proc(5), clear_refs). */
export async function stream(): Promise<Measured> {
  const nl = await openNetlink()
  writeFileSync('/proc/self/clear_refs', '5')
  const before = status('VmRSS')
  const { ms, cpuMs, value } = await timed(async () => {
    let count = 0
    for await (const route of nl.streamRoutes({ family: 'inet' })) if (route.dst !== undefined) count++
    return count
  })
  return { ms, cpuMs, items: value, rssMiB: status('VmHWM') - before }
}
