import type { NetnsRef } from '../wire/netns.ts'
import { type Given, readOptions } from './options.ts'
import { type Target, targetOf } from './target.ts'
import { findProgram, makeFolder, type Program } from './tether.ts'
import type { OutsideOptions } from './types.ts'

/** What a program that connects a namespace is started with. */
export interface Preparation extends Given {
  readonly target: Target
  /** Path of the program. */
  readonly program: string
  /** A folder for its files. */
  readonly folder: string
}

/** Checks everything that can be checked, then makes the folder. */
export function prepare(operation: string, which: Program, netns: NetnsRef, options: OutsideOptions): Preparation {
  const given = readOptions(operation, options)
  const target = targetOf(operation, netns)
  const program = findProgram(operation, which)
  given.limits.signal?.throwIfAborted()
  return { ...given, target, program, folder: makeFolder() }
}
