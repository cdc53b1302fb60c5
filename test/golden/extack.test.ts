import assert from 'node:assert/strict'
import type { NetlinkError } from '../../lib/errors.ts'
import { link, publish } from '../../lib/link/message.ts'
import { neighbour } from '../../lib/neighbour/message.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { rule } from '../../lib/rule/message.ts'
import { verdictError } from '../../lib/transport/answer.ts'
import type { AnyRequestType } from '../../lib/transport/request-type.ts'
import { mac } from '../../lib/wire/address.ts'
import { attrs } from '../../lib/wire/attrs.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { readVerdict } from '../../lib/wire/extack.ts'
import { u8, u32 } from '../../lib/wire/integers.ts'
import { list } from '../../lib/wire/list.ts'
import { message } from '../../lib/wire/message.ts'
import { struct } from '../../lib/wire/struct.ts'
import { binary } from '../../lib/wire/text.ts'
import { bytes } from './support/bytes.ts'

/** Multicast groups of a bridge, the only attributes of rtnetlink whose errors report a missing one: MDBA_SET_* of linux/if_bridge.h. */
const group = message('MDBA_SET', struct({ family: u8, _pad1: u8, _pad2: u8, _pad3: u8, ifindex: u32 }), {
  entry: [1, binary],
  entryAttrs: [
    2,
    attrs('MDBE_ATTR', { srcList: [2, list(1, attrs('MDBE_SRCATTR', { address: [1, mac] }))], groupMode: [3, u8] }),
  ],
})

const verbs = {
  addRule: rtnetlink.verbs('NEWRULE', rule)('addRule', 'add'),
  deleteRule: rtnetlink.verbs('NEWRULE', rule)('deleteRule', 'delete'),
  addNeighbour: rtnetlink.verbs('NEWNEIGH', neighbour)('addNeighbour', 'add'),
  listNeighbours: rtnetlink.verbs('NEWNEIGH', neighbour)('listNeighbours', 'list'),
  createLink: rtnetlink.verbs('NEWLINK', link)('createLink', 'add', { publish }),
  addGroup: rtnetlink.verbs('NEWMDB', group)('addGroup', 'add'),
}

/** A request that Linux 6.18 refused, and its answer, both captured; port ids are zero. */
interface Refusal {
  what: string
  verb: AnyRequestType
  request: string
  answer: string
  /** The kernel's sentence, or ours where it has none. */
  says: string
  error: Pick<NetlinkError, 'code' | 'errno' | 'attribute' | 'missing'>
}

function refused({ verb, request, answer }: Refusal): NetlinkError {
  const verdict = readVerdict(new Bytes(bytes(answer).buffer as ArrayBuffer), 0)
  return verdictError(verb, verdict, new Bytes(bytes(request).buffer as ArrayBuffer), 0)
}

const refusals: readonly Refusal[] = [
  {
    what: 'an attribute that the policy refuses',
    verb: verbs.addRule,
    request: `
      2c000000 20000106 01000000 00000000
      02000000 fe000001 00000000
      08000600 05000000                    # FRA_PRIORITY 5
      05001900 40000000                    # FRA_DSCP 64
    `,
    answer: `
      68000000 02000003 01000000 00000000  # NLMSG_ERROR, CAPPED, ACK_TLVS
      deffffff                             # error -34
      2c000000 20000106 01000000 00000000  # the header of the request
      16000100 4572726f 72207061 7273696e 67206d73 67000000  # NLMSGERR_ATTR_MSG Error parsing msg
      08000200 24000000                    # NLMSGERR_ATTR_OFFS 36
      24000480 0c000400 00000000 00000000 0c000500 3f000000 00000000 08000100 02000000  # NLMSGERR_ATTR_POLICY, from 0 to 63
    `,
    says: 'Error parsing msg',
    error: { code: 'ERANGE', errno: -34, attribute: 'dscp' },
  },
  {
    what: 'two attributes that exclude each other, with a sentence alone',
    verb: verbs.addRule,
    request: `
      24000000 20000106 01000000 00000000
      02000004 fe000001 00000000           # fib_rule_hdr with tos 4
      05001900 04000000                    # FRA_DSCP 4
    `,
    answer: `
      4c000000 02000003 01000000 00000000
      eaffffff                             # error -22
      24000000 20000106 01000000 00000000
      25000100 43616e6e 6f742073 70656369 66792062 6f746820 544f5320 616e6420 44534350 00000000
    `,
    says: 'Cannot specify both TOS and DSCP',
    error: { code: 'EINVAL', errno: -22 },
  },
  {
    what: 'a flag that does not exist',
    verb: verbs.addNeighbour,
    request: `
      2c000000 1c000106 01000000 00000000
      02000000 0c000000 80000000
      08000100 0a000002                    # NDA_DST 10.0.0.2
      08000f00 80000000                    # NDA_FLAGS_EXT 128
    `,
    answer: `
      44000000 02000003 01000000 00000000
      eaffffff
      2c000000 1c000106 01000000 00000000
      15000100 72657365 72766564 20626974 20736574 00000000  # reserved bit set
      08000200 24000000                    # NLMSGERR_ATTR_OFFS 36
    `,
    says: 'reserved bit set',
    error: { code: 'EINVAL', errno: -22, attribute: 'flagsExt' },
  },
  {
    what: 'an attribute two nests down, by the name that the caller knows',
    verb: verbs.createLink,
    request: `
      44000000 10000106 01000000 00000000
      00000000 00000000 00000000 00000000
      07000300 78300000                    # IFLA_IFNAME x0
      1c001200                             # IFLA_LINKINFO
      0a000100 76786c61 6e000000           # IFLA_INFO_KIND vxlan
      0c000200                             # IFLA_INFO_DATA
      08000100 00000001                    # IFLA_VXLAN_ID 16777216
    `,
    answer: `
      58000000 02000003 01000000 00000000
      deffffff
      44000000 10000106 01000000 00000000
      29000100 56584c41 4e204944 206d7573 74206265 206c6f77 65722074 68616e20 31363737 37323136 00000000
      08000200 3c000000                    # NLMSGERR_ATTR_OFFS 60
    `,
    says: 'VXLAN ID must be lower than 16777216',
    error: { code: 'ERANGE', errno: -34, attribute: 'data.id' },
  },
  {
    what: 'a struct two nests down',
    verb: verbs.createLink,
    request: `
      4c000000 10000106 01000000 00000000
      00000000 00000000 00000000 00000000
      07000300 78300000
      24001200
      0a000100 76786c61 6e000000
      14000200
      08000100 05000000                    # IFLA_VXLAN_ID 5
      08000a00 00090005                    # IFLA_VXLAN_PORT_RANGE 9 to 5
    `,
    answer: `
      4c000000 02000003 01000000 00000000
      eaffffff
      4c000000 10000106 01000000 00000000
      1e000100 496e7661 6c696420 736f7572 63652070 6f727420 72616e67 65000000
      08000200 44000000                    # NLMSGERR_ATTR_OFFS 68
    `,
    says: 'Invalid source port range',
    error: { code: 'EINVAL', errno: -22, attribute: 'data.portRange' },
  },
  {
    what: 'an attribute that is missing',
    verb: verbs.addGroup,
    request: `
      18000000 54000106 01000000 00000000
      07000000 0c000000
    `,
    answer: `
      54000000 02000003 01000000 00000000
      eaffffff
      18000000 54000106 01000000 00000000
      25000100 4d697373 696e6720 4d444241 5f534554 5f454e54 52592061 74747269 62757465 00000000
      08000500 01000000                    # NLMSGERR_ATTR_MISS_TYPE 1
    `,
    says: 'Missing MDBA_SET_ENTRY attribute',
    error: { code: 'EINVAL', errno: -22, missing: 'entry' },
  },
  {
    what: 'an attribute that is missing, of a socket without CAP_ACK: the whole request is repeated',
    verb: verbs.addGroup,
    request: `
      18000000 54000106 01000000 00000000
      07000000 0c000000
    `,
    answer: `
      5c000000 02000002 01000000 00000000
      eaffffff
      18000000 54000106 01000000 00000000 07000000 0c000000
      25000100 4d697373 696e6720 4d444241 5f534554 5f454e54 52592061 74747269 62757465 00000000
      08000500 01000000
    `,
    says: 'Missing MDBA_SET_ENTRY attribute',
    error: { code: 'EINVAL', errno: -22, missing: 'entry' },
  },
  {
    what: 'an attribute that is missing in a nest, without a sentence',
    verb: verbs.addGroup,
    request: `
      4c000000 54000106 01000000 00000000
      07000000 0c000000
      20000100 0a000000 01000000 ef010101 00000000 00000000 00000000 08000000
      14000280                             # MDBA_SET_ENTRY_ATTRS
      05000300 00000000                    # MDBE_ATTR_GROUP_MODE 0
      08000280                             # MDBE_ATTR_SRC_LIST
      04000180                             # MDBE_SRC_LIST_ENTRY, empty
    `,
    answer: `
      34000000 02000003 01000000 00000000
      eaffffff
      4c000000 54000106 01000000 00000000
      08000500 01000000                    # NLMSGERR_ATTR_MISS_TYPE 1
      08000600 48000000                    # NLMSGERR_ATTR_MISS_NEST 72
    `,
    says: 'invalid argument',
    error: { code: 'EINVAL', errno: -22, missing: 'entryAttrs.srcList[0].address' },
  },
  {
    what: 'a filter of a dump, in its closing message',
    verb: verbs.listNeighbours,
    request: `
      24000000 1e000103 01000000 00000000
      07000000 00000000 00000000
      06000500 01000000                    # NDA_VLAN 1
    `,
    answer: `
      44000000 03000202 01000000 00000000  # NLMSG_DONE, MULTI, ACK_TLVS
      eaffffff
      2e000100 556e7375 70706f72 74656420 61747472 69627574 6520696e 20666462 2064756d 70207265 71756573 74000000
    `,
    says: 'Unsupported attribute in fdb dump request',
    error: { code: 'EINVAL', errno: -22 },
  },
  {
    what: 'a rule that is not there, without any word',
    verb: verbs.deleteRule,
    request: `
      24000000 21000100 01000000 00000000
      02000000 00000000 00000000
      08000600 4d000000                    # FRA_PRIORITY 77
    `,
    answer: `
      24000000 02000001 01000000 00000000  # NLMSG_ERROR, CAPPED
      feffffff
      24000000 21000100 01000000 00000000
    `,
    says: 'no such file or directory',
    error: { code: 'ENOENT', errno: -2 },
  },
]

describe('a refusal of the kernel', () => {
  for (const refusal of refusals) {
    it(`of ${refusal.what} is reported in full`, () => {
      const error = refused(refusal)
      assert.deepEqual({ ...error }, { name: 'NetlinkError', operation: refusal.verb.operation, ...refusal.error })
      assert.ok(error.message.startsWith(refusal.verb.operation) && error.message.includes(refusal.says), error.message)
    })
  }
})
