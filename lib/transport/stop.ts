/** When a batch ends after a failure: never, after the datagram with the failure, or at once, with one message per datagram. */
export type Stop = 'never' | 'datagram' | 'message'

/** The numbers of the addon. */
export const stops = { never: 0, datagram: 1, message: 2 } as const satisfies Record<Stop, number>
