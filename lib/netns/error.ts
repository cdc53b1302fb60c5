import { constants } from '../builtin.ts'
import { errnoText, kernelError, type NetlinkError } from '../errors.ts'

/** The error of a call about namespaces, which requires another privilege than netlink requests: namespaces(7). */
export function netnsError(operation: string, error: number, step: string): NetlinkError {
  const text =
    error === -constants.errno.EPERM
      ? 'operation not permitted: needs CAP_SYS_ADMIN (or a user namespace)'
      : errnoText(error)
  return kernelError(operation, error, { reason: step === '' ? text : `${step}: ${text}` })
}
