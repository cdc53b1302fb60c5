// netlink-ts diff: what differs from a topology.
import { openNetlink } from '../../netlink/index.ts'
import type { TopologyDifference } from '../../topology/index.ts'
import type { Call, Command } from '../command.ts'
import { printable } from '../printable.ts'
import { readDocument } from '../topology/document.ts'
import { atLines } from '../topology/failing.ts'
import { OWNER_OPTION, ownerOf } from '../topology/owner.ts'
import { FILE, FORCE_OPTION } from '../topology/texts.ts'

/** Differences were found. */
const DIFFERENT = 2

const SIGNS = { missing: '+', differs: '~', remake: '!', unwanted: '-' }

export const diff: Command = {
  usage: '[OPTION...] FILE',
  about: `Compares a topology with the kernel and prints what differs: + is missing, - is no
longer wanted, ~ differs, ! differs and must be created again. Changes nothing.

${FILE}`,
  options: { ...OWNER_OPTION, ...FORCE_OPTION, json: { help: 'Prints JSON.' } },
  positionals: [1, 1],
  statuses: { [DIFFERENT]: 'At least one difference was found.' },
  async run(call: Call) {
    const document = await readDocument(call.positionals[0] as string)
    const options = { owner: ownerOf(call), force: call.flag('force') }
    await using nl = await openNetlink()
    const found = await atLines(document, () => nl.checkTopology(document.topology, options))
    call.report(found, () => [...new Set(found.map(textOf))].join('\n'))
    return found.length === 0 ? 0 : DIFFERENT
  },
}

/** Several steps may be needed for one object. */
const textOf = (difference: TopologyDifference) => linesOf(difference).map(printable).join('\n')

/** A line for the object, and one for each field that differs. */
function linesOf({ code, subject, message, expected, found }: TopologyDifference): string[] {
  const head = `${SIGNS[code]} ${subject} ${message}`
  if (code === 'missing') return [head]
  if (code === 'unwanted') return found === undefined ? [head] : [`${head}: ${JSON.stringify(found)}`]
  const wanted = (expected ?? {}) as Readonly<Record<string, unknown>>
  const there = (found ?? {}) as Readonly<Record<string, unknown>>
  return [head, ...Object.keys(wanted).map((key) => `    ${key}: ${shown(there[key])} -> ${shown(wanted[key])}`)]
}

const shown = (value: unknown) => JSON.stringify(value ?? null)
