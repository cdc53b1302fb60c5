// What a command of a program is: a table of its options, from which its arguments are read and its help is written, and a function.
import { printOut } from './standard.ts'

/** An option of a command: `--name`, or `--name VALUE` where it has a value. */
export interface Option {
  /** What the help calls the value; absent for a flag. */
  readonly value?: string
  /** One letter: `-d`. */
  readonly short?: string
  /** May be given several times. */
  readonly multiple?: true
  /** A sentence for the help. */
  readonly help: string
}

/** A command, as the programs list it. */
export interface Command {
  /** Arguments of the usage line: '[OPTION...] NETWORK'. */
  readonly usage: string
  /** A paragraph or more for the help, in lines of at most 80 columns. */
  readonly about: string
  readonly options?: Readonly<Record<string, Option>>
  /** How many arguments besides options: at least and at most; none by default. */
  readonly positionals?: readonly [least: number, most: number]
  /** Further exit statuses, besides 0, 1 and 64. */
  readonly statuses?: Readonly<Record<number, string>>
  /** Does the work. What it throws is printed as a sentence, and the exit status is 1; a number returned is the exit status. */
  run(call: Call): Promise<number | undefined> | Promise<void>
}

/** How a command is listed: its module is loaded only when it runs. */
export interface Listed {
  readonly summary: string
  load(): Promise<Command>
}

/** Exit statuses of every command. */
export const DONE = 0
export const FAILED = 1
/** EX_USAGE of sysexits.h. */
export const MISUSED = 64

/** The arguments were wrong: printed with a hint at the help, exit status 64. */
export class UsageError extends Error {}

type Value = string | boolean
type Values = Readonly<Record<string, Value | readonly Value[] | undefined>>

/** One run of a command: what it was called with. */
export class Call {
  readonly positionals: readonly string[]
  readonly #values: Values

  constructor(values: Values, positionals: readonly string[]) {
    this.#values = values
    this.positionals = positionals
  }

  /** The value of `--name VALUE`. */
  text(name: string): string | undefined {
    return this.#values[name] as string | undefined
  }

  /** Every value of an option that may be given several times. */
  texts(name: string): readonly string[] {
    return (this.#values[name] ?? []) as readonly string[]
  }

  /** The values of all options that have one and may be given once. */
  all(): Readonly<Record<string, string | undefined>> {
    return Object.fromEntries(Object.entries(this.#values).filter(([, value]) => typeof value === 'string')) as never
  }

  /** Whether the flag was given. */
  flag(name: string): boolean {
    return this.#values[name] === true
  }

  /** The value of `--name NUMBER`: a whole number. */
  number(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (!/^\d{1,10}$/.test(text)) throw new UsageError(`--${name} must be a whole number, not '${text}'`)
    return Number(text)
  }

  /** Prints a result: as JSON where `--json` was given. */
  report(result: unknown, text: () => string): void {
    const printed = this.flag('json') ? JSON.stringify(result, null, 2) : text()
    if (printed !== '') this.print(printed)
  }

  /** Prints a line, or several. */
  print(text: string): void {
    printOut(`${text}\n`)
  }
}
