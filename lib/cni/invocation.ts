import type { Config } from './config.ts'
import type { Environment, Variables } from './environment.ts'

/** One call of the plugin: what came from the runtime, read and as it was. */
export interface Invocation {
  readonly environment: Environment
  readonly config: Config
  readonly env: Variables
  readonly stdin: string
  /** Adds to the standard error. */
  readonly log: (text: string) => void
}
