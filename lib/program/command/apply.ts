// netlink-ts apply: makes namespaces what a topology says.
import { type Netlink, openNetlink } from '../../netlink/index.ts'
import type { Applied, Plan } from '../../topology/index.ts'
import { type Call, type Command, UsageError } from '../command.ts'
import { printError } from '../standard.ts'
import { lineOfInput } from '../topology/confirmation.ts'
import { type Document, readDocument } from '../topology/document.ts'
import { atLines } from '../topology/failing.ts'
import { OWNER_OPTION, ownerOf } from '../topology/owner.ts'
import { Progress } from '../topology/progress.ts'
import { stoppable, stoppedStatuses } from '../topology/stopping.ts'
import { FILE, FORCE_OPTION } from '../topology/texts.ts'

/** It was applied and rolled back. */
const UNCONFIRMED = 2

export const apply: Command = {
  usage: '[OPTION...] FILE',
  about: `Makes namespaces what a topology says: creates what is missing, changes what
differs, deletes what the owner has and the topology does not contain. Everything
else is left alone. Prints what it did as commands of ip, nft and sysctl; nothing if
everything was as it must be. After a failure, or SIGINT or SIGTERM, everything is
as it was before.

${FILE}

With --confirm, everything is rolled back unless a line, such as an empty one, is read from
standard input in time: press Enter, or
  (sleep 5; ping -c1 10.1.0.2 >&2 && echo) | netlink-ts apply --confirm 30 FILE`,
  options: {
    ...OWNER_OPTION,
    ...FORCE_OPTION,
    'dry-run': { help: 'Prints the commands, and changes nothing.' },
    confirm: { value: 'SECONDS', help: 'Rolls back after this time unless the change was confirmed.' },
    keep: { help: 'After a failure, keeps what was done.' },
    json: { help: 'Prints the plan as JSON.' },
  },
  positionals: [1, 1],
  statuses: {
    [UNCONFIRMED]: 'Rolled back: the change was not confirmed.',
    ...stoppedStatuses('Rolled back'),
  },
  async run(call: Call) {
    const seconds = call.number('confirm')
    const [file] = call.positionals as [string]
    if (seconds !== undefined && file === '-') throw new UsageError('--confirm reads standard input: FILE cannot be -')
    const document = await readDocument(file)
    await using nl = await openNetlink()
    if (!call.flag('dry-run')) return await change(call, nl, document, seconds)
    const options = { owner: ownerOf(call), force: call.flag('force') }
    print(call, await atLines(document, () => nl.planTopology(document.topology, options)))
  },
}

function print(call: Call, plan: Plan): void {
  call.report(plan, () => String(plan).trimEnd())
}

function change(call: Call, nl: Netlink, document: Document, seconds: number | undefined): Promise<number | undefined> {
  return stoppable('apply', async (stopping) => {
    await using applied = await run(call, nl, document, seconds, stopping.signal)
    if (seconds !== undefined && !(await isConfirmed(applied, seconds, stopping.signal))) {
      await applied.rollback()
      printError('netlink-ts apply: not confirmed; everything is as it was before\n')
      return stopping.status ?? UNCONFIRMED
    }
    if (seconds !== undefined) await applied.commit()
    print(call, applied.plan)
    return undefined
  })
}

async function run(
  call: Call,
  nl: Netlink,
  document: Document,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<Applied> {
  using progress = new Progress()
  return await atLines(document, () =>
    nl.applyTopology(document.topology, {
      owner: ownerOf(call),
      force: call.flag('force'),
      onError: call.flag('keep') ? 'stop' : 'rollback',
      ...(seconds === undefined ? {} : { confirm: seconds * 1000 }),
      onProgress: progress.show,
      signal,
    }),
  )
}

/** Whether a line is read in time; what was not changed needs none. */
async function isConfirmed({ plan }: Applied, seconds: number, signal: AbortSignal): Promise<boolean> {
  if (plan.empty) return true
  printError(`netlink-ts apply: press Enter within ${seconds} s to keep the change; otherwise it is rolled back\n`)
  return await lineOfInput(seconds * 1000, signal)
}
