import { callerError, describeValue, InputError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import { checkOptions } from '../verb/options.ts'
import { change } from '../verb/verb.ts'
import { list } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import { unknownOption } from '../wire/unknown.ts'
import { header } from './header.ts'
import { checkTarget, namedLink } from './target.ts'
import { vfInfo } from './vf.ts'
import { KNOWN, type VfChange, vfParts } from './vf-change.ts'

const table = message('IFLA', header, { vfinfoList: [22, list(1, vfInfo)] })

/** `vfinfoList[0].vlan.qos` is the caller's `qos`. */
function publish(path: string): string {
  if (path === 'index') return 'link'
  const [, part, field] = /^vfinfoList\[0\]\.(\w+)(?:\[0\])?\.(\w+)$/.exec(path) ?? []
  if (part === undefined || field === undefined) return path
  if (field === 'vf') return 'vf'
  return field === 'setting' || field === 'guid' ? part : field === 'rate' ? 'maxTxRate' : field
}

const request = rtnetlink.verbs('NEWLINK', table)('setVf', 'set', { publish, subject: namedLink })

/**
 * Changes settings of a virtual function of an SR-IOV device (`ip link set dev LINK vf N`); those not given are unchanged. Lists report them in
 * `vfinfoList` with `vf: true`. EOPNOTSUPP if the link has no virtual functions, or its driver no such setting.
 *
 * ```ts
 * await setVf('eth0', 2, { mac: '02:00:00:00:00:07', vlan: 100, trust: true })
 * ```
 */
export const setVf = change(
  'setVf',
  (sender: Sender, link: LinkRef, vf: number, change: VfChange): Promise<void> => {
    const index = checkTarget('setVf', link)
    checkOptions('setVf', change)
    try {
      if (typeof vf !== 'number' || !Number.isInteger(vf) || vf < 0)
        throw new InputError(`must be the number of a virtual function, 0 or more, not ${describeValue(vf)}`).under(
          'vf',
        )
      const stranger = Object.keys(change).find((key) => !KNOWN.some((one) => one.key === key))
      if (stranger !== undefined) throw unknownOption(stranger, KNOWN)
      return sender.request(request, { index, vfinfoList: [vfParts(vf, change)] })
    } catch (thrown) {
      throw callerError('setVf', thrown, publish)
    }
  },
  { first: 'other', undo: 'none' },
)
