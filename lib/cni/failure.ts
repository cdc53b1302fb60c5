/** Codes of errors: 1 to 99 are those of the specification (section "Error"), the others are this plugin's. */
export const CODE = {
  version: 1,
  field: 2,
  container: 3,
  environment: 4,
  io: 5,
  decoding: 6,
  config: 7,
  later: 11,
  status: 50,
  /** The kernel, or the network, refused. */
  network: 100,
  /** The interface is attached already. */
  attached: 101,
  /** A delegated plugin cannot be run, or answered with something else than JSON. */
  delegate: 102,
  /** CHECK found a difference. */
  difference: 103,
} as const

/** The error object of the specification. */
export interface CniFailure {
  /** Version of the specification, '1.0.0'. */
  readonly cniVersion: string
  /** 1 to 99 are those of the specification, 100 and above those of the plugin. */
  readonly code: number
  /** Description of the error, as one sentence. */
  readonly msg: string
  /** Further description; absent if there is none. */
  readonly details?: string
}

/** An error that is reported to the runtime. */
export class CniError extends Error {
  readonly code: number
  readonly details: string | undefined

  constructor(code: number, message: string, details?: string) {
    super(message)
    this.code = code
    this.details = details
  }

  /** The object to print. */
  object(cniVersion: string): CniFailure {
    const { code, message: msg, details } = this
    return { cniVersion, code, msg, ...(details === undefined ? {} : { details }) }
  }
}
