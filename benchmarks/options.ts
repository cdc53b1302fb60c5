import { parseArgs } from 'node:util'
import { TRIALS, type Trial } from './trials.ts'

export interface Options {
  quick: boolean
  trials: readonly Trial[]
  rounds: number
  out: string
  /** The file in which the peers are described, where they are wanted. */
  peers: string | undefined
  /** A result to be drawn and written into docs/, instead of a run. */
  publish: string | undefined
}

export const USAGE = `usage: npm run bench -- [--quick] [--peers] [--only TRIAL,...] [--rounds N] [--out FILE]
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
      out: { type: 'string', default: 'benchmarks/results/latest.json' },
      publish: { type: 'string' },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5))
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`--rounds must be a number from 1, not ${values.rounds}`)
  const { quick, out, publish } = values
  return { quick, out, publish, rounds, trials: chosen(values.only), peers: values['peers-file'] }
}

function chosen(only: string | undefined): readonly Trial[] {
  if (only === undefined) return TRIALS
  return only.split(',').map((name) => {
    const trial = TRIALS.find((it) => it.name === name)
    if (trial === undefined) throw new RangeError(`there is no trial '${name}'`)
    return trial
  })
}
