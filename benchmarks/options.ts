import { parseArgs } from 'node:util'
import { TRIALS, type Trial } from './trials.ts'

export interface Options {
  quick: boolean
  trials: readonly Trial[]
  rounds: number
  /** Sizes above are left out. */
  most: number
  out: string
  /** The file in which the peers are described, where they are wanted. */
  peers: string | undefined
  /** A result to be drawn and written into docs/, instead of a run. */
  publish: string | undefined
}

export const USAGE = `usage: npm run bench -- [--quick] [--peers] [--only TRIAL,...] [--rounds N] [--most N] [--out FILE]
       npm run bench -- --publish FILE      draws a result into docs/
trials: ${TRIALS.map(({ name }) => name).join(', ')}`

/** Throws a RangeError or a TypeError that says what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      'peers-file': { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      most: { type: 'string' },
      out: { type: 'string', default: 'benchmarks/results/latest.json' },
      publish: { type: 'string' },
    },
  })
  const { quick, out, publish } = values
  const rounds = count('rounds', values.rounds ?? (quick ? '1' : '5'))
  const most = values.most === undefined ? Number.POSITIVE_INFINITY : count('most', values.most)
  return { quick, out, publish, rounds, most, trials: chosen(values.only), peers: values['peers-file'] }
}

function count(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} must be a number from 1, not ${value}`)
  return number
}

function chosen(only: string | undefined): readonly Trial[] {
  if (only === undefined) return TRIALS
  return only.split(',').map((name) => {
    const trial = TRIALS.find((it) => it.name === name)
    if (trial === undefined) throw new RangeError(`unknown trial '${name}'`)
    return trial
  })
}
