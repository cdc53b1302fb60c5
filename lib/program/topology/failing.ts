// What went wrong with a topology, as the program says it.
import { NetlinkError, withoutOperation } from '../../errors.ts'
import type { PlanStep, RollbackReport } from '../../topology/index.ts'
import type { Document } from './document.ts'

type Failed = Error & { readonly step?: PlanStep; readonly rollback?: RollbackReport }

/** Calls a verb; its error names the line of the file that it is about. */
export async function atLines<T>(document: Document, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (thrown) {
    throw thrown instanceof Error ? described(document, thrown) : thrown
  }
}

function described(document: Document, thrown: Failed): Error {
  // Not of the file, but of --owner.
  if (/^\w+: owner\./.test(thrown.message)) return thrown
  const { step, rollback } = thrown
  const message = thrown instanceof NetlinkError ? thrown.message : withoutOperation(thrown.message)
  const about = step?.subject ?? (thrown instanceof NetlinkError ? thrown.attribute : undefined)
  const subject = step === undefined ? '' : `${step.subject}: `
  const lines = [
    `${document.place(about ?? message)}: ${subject}${message}`,
    ...(step === undefined ? [] : step.command.split('\n').map((line) => `  ${line}`)),
    ...rolledBack(rollback),
  ]
  return new Error(lines.join('\n'), { cause: thrown })
}

function rolledBack(report: RollbackReport | undefined): string[] {
  if (report === undefined) return []
  if (report.complete) return ['everything is as it was before']
  const commands = report.left.flatMap(({ command }) => command.split('\n')).map((line) => `  ${line}`)
  const why = report.cause instanceof Error ? `: ${withoutOperation(report.cause.message)}` : ''
  return [
    `the state before could not be brought back${why}`,
    ...(commands.length === 0 ? [] : ['left to do:', ...commands]),
  ]
}
