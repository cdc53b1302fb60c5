import type { StatefulObject } from '../bytecode.ts'
import type { NftObject } from '../json.ts'
import { familyNumbered } from '../protocol/table.ts'
import { objectTypes } from '../selector/statement.ts'
import { timeouts } from '../selector/timeout.ts'
import { OBJECT_COMMENT } from '../selector/userdata.ts'
import type { Scope } from './known.ts'
import { synproxyFlagsOf } from './simple.ts'
import { printLimit } from './stateful.ts'
import { commentIn, familyOf } from './table.ts'
import { wideNumber } from './value.ts'
import { wordOf } from './words.ts'

/** A stateful object under the word of its kind; undefined for kinds that nft 1.0.6 does not know. */
export function printObject(scope: Scope, object: StatefulObject): NftObject | undefined {
  const kind = wordOf(objectTypes, object.type)
  if (kind === undefined) return undefined
  const head = {
    family: familyOf(object),
    name: object.name ?? '',
    table: object.table,
    handle: Number(object.handle ?? 0n),
    ...commentIn(object.userdata, OBJECT_COMMENT),
  }
  return { [kind]: { ...head, ...bodyOf(scope, kind, object) } } as unknown as NftObject
}

function bodyOf(scope: Scope, kind: string, object: StatefulObject): object {
  switch (kind) {
    case 'counter':
      return { packets: wideNumber(object.ctrPkts ?? 0n), bytes: wideNumber(object.ctrBytes ?? 0n) }
    case 'quota':
      return {
        bytes: wideNumber(object.quotaBytes ?? 0n),
        used: wideNumber(object.quotaConsumed ?? 0n),
        inv: ((object.quotaFlags ?? 0) & INVERTED) !== 0,
      }
    case 'limit':
      return limitOf(object)
    case 'secmark':
      return { context: object.secmarkCtx ?? '' }
    case 'synproxy':
      return {
        mss: object.synproxyMss ?? 0,
        wscale: object.synproxyWscale ?? 0,
        ...synproxyFlagsOf(object.synproxyFlags ?? 0),
      }
    default:
      return ctBody(scope, kind, object)
  }
}

/** NFT_QUOTA_F_INV */
const INVERTED = 1

/** Without a burst nothing is said of it. */
function limitOf(object: StatefulObject): object {
  const { burst, burst_unit, ...limit } = printLimit({
    rate: object.limitRate ?? 0n,
    unit: object.limitUnit ?? 0n,
    burst: object.limitBurst ?? 0,
    type: object.limitType ?? 0,
    flags: object.limitFlags ?? 0,
  })
  return burst ? { ...limit, burst, ...(burst_unit !== undefined && { burst_unit }) } : limit
}

function ctBody(scope: Scope, kind: string, object: StatefulObject): object {
  const protocol = (number = 0): string | number => scope.names.protocols.words.get(number) ?? number
  if (kind === 'ct helper')
    return {
      type: object.ctHelperName ?? '',
      protocol: protocol(object.ctHelperL4proto),
      l3proto: familyNumbered(object.ctHelperL3proto ?? 0),
    }
  if (kind === 'ct timeout')
    return {
      protocol: protocol(object.ctTimeoutL4proto),
      l3proto: familyNumbered(object.ctTimeoutL3proto ?? 0),
      policy: policyOf(object),
    }
  return {
    protocol: protocol(object.ctExpectL4proto),
    dport: object.ctExpectDport ?? 0,
    timeout: object.ctExpectTimeout ?? 0,
    size: object.ctExpectSize ?? 0,
    l3proto: familyNumbered(object.ctExpectL3proto ?? 0),
  }
}

/** The timeouts that are not those that nft takes anyway. */
function policyOf({ ctTimeoutL4proto = 0, ctTimeoutArray = [] }: StatefulObject): object | null {
  const policy: Record<string, number> = {}
  timeouts[ctTimeoutL4proto]?.forEach(([state, usual], index) => {
    const seconds = ctTimeoutArray[index]
    if (state !== undefined && seconds !== undefined && seconds !== usual) policy[state] = seconds
  })
  return Object.keys(policy).length > 0 ? policy : null
}
