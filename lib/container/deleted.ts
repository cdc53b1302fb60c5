import { NetlinkError, reasonOf } from '../errors.ts'

const REASON = 'the network was deleted'

/** Another process has deleted the network. */
export function deletedError(operation: string, cause?: unknown): NetlinkError {
  return new NetlinkError({ code: 'ENOENT', operation, reason: REASON, cause })
}

/** Likewise, after the call had begun: what it had done is gone with the network. */
export function canceledError(operation: string): NetlinkError {
  return new NetlinkError({ code: 'ECANCELED', operation, reason: `${REASON} during the call` })
}

/** Whether an error is one of these. */
export function isDeletedError(thrown: unknown): boolean {
  if (!(thrown instanceof NetlinkError) || !['ENOENT', 'ECANCELED'].includes(thrown.code)) return false
  return reasonOf(thrown).startsWith(REASON)
}
