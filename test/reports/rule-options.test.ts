import assert from 'node:assert/strict'
import type { NetlinkError, RuleOptions } from '../../lib/index.ts'
import { openTransports } from '../../lib/netns/transports.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { u8, u32 } from '../../lib/wire/integers.ts'
import { message } from '../../lib/wire/message.ts'
import { struct } from '../../lib/wire/struct.ts'
import { binary } from '../../lib/wire/text.ts'
import { ruleCases } from '../conformance/support/rule-cases.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace, onePlace, TWO_LINKS } from '../support/place.ts'

describe('deleteRule', () => {
  const here = eachPlace(TWO_LINKS)
  const rules = () => `${here().run('ip -d rule')}${here().run('ip -d -6 rule')}`

  it('finds the target of a goto, as ip rule del does', async () => {
    const before = rules()
    await here().nl.addRule({ priority: 5, goto: 9999 })
    await here().nl.deleteRule({ priority: 5, goto: 9999 })
    assert.equal(rules(), before)
    await here().nl.addRule({ priority: 5, goto: 9999 })
    await here().nl.deleteRule({ goto: 9999 })
    assert.equal(rules(), before)
  })

  /** What selects nothing, so that the kernel would delete the first rule: it leads to the addresses of this host. */
  const nothing: readonly RuleOptions[] = [
    { priority: undefined },
    { src: 'default', dst: 'default' },
    { src: '0.0.0.0/0' },
    { dst: '::/0' },
    { flags: ['invert'] },
    { table: 0 },
    { table: 'unspec' },
    { action: 'unspec' },
    { protocol: 0 },
    { tos: 0 },
    { l3mdev: false },
    { fwmark: 0 },
    { flow: 0 },
    { flow: 5, family: 'inet6' },
    { flowlabel: 5, family: 'inet' },
    { flowlabel: 0 },
    { ipProto: 0 },
    { tunId: '0x00' },
    { src: '0.0.0.0/00' },
    { src: '0.0.0.0/-0' },
    { dst: '::/-00' },
    { suppressPrefixlen: -1 },
    { suppressIfgroup: 0xffff_ffff },
  ]
  for (const options of nothing) {
    it(`refuses ${JSON.stringify(options)}, which is any rule`, async () => {
      const before = rules()
      await assert.rejects(here().nl.deleteRule(options), { name: 'TypeError', message: /^deleteRule: / })
      assert.equal(rules(), before)
    })
  }

  it('finds one by each field alone, and never takes the first in its place', async () => {
    const first = (await here().nl.listRules({ priority: 0 })).length
    const fields = ruleCases.flatMap(({ ours: { family: _, ...rest } }) => Object.entries(rest))
    for (const [key, value] of fields) {
      if (key === 'table' && value === 'local') continue
      await here()
        .nl.deleteRule({ [key]: value })
        .catch(() => undefined)
      assert.equal((await here().nl.listRules({ priority: 0 })).length, first, `${key} ${String(value)}`)
    }
  })
})

describe('a single port or user of a rule', () => {
  const here = onePlace(TWO_LINKS)

  it('may be a number', async () => {
    const { nl, run } = here()
    await nl.addRule({ priority: 7, ipProto: 'tcp', dportRange: 80, sportRange: 1024, uidRange: 0 })
    assert.match(run('ip rule show pref 7'), /ipproto tcp sport 1024 dport 80 uidrange 0-0|uidrange 0-0/)
    assert.match(run('ip rule show pref 7'), /sport 1024 dport 80/)
    await nl.deleteRule({ dportRange: 80 })
    assert.equal(run('ip rule show pref 7'), '')
  })

  it('is refused out of its range, under its own name', async () => {
    await assert.rejects(here().nl.addRule({ dportRange: 65_536 }), {
      name: 'RangeError',
      message: 'addRule: dportRange must be from 0 to 65535, not 65536',
    })
    await assert.rejects(here().nl.addRule({ dportRange: '80' as never }), {
      name: 'TypeError',
      message: /^addRule: dportRange must be one number or \{ start, end \}, not '80'/,
    })
  })
})

describe('a rule about a flow label', () => {
  const here = onePlace(TWO_LINKS)

  it('is of IPv6 unless it says otherwise', async () => {
    await assert.rejects(here().nl.deleteRule({ flowlabel: 5 }), { code: 'ENOENT' })
    assert.equal((await here().nl.listRules({ priority: 0 })).length, 2)
  })

  it('compares all of it unless a mask is given', async function () {
    const { nl } = here()
    try {
      await nl.addRule({ priority: 9, flowlabel: 5, table: 100 })
    } catch (error) {
      if ((error as NetlinkError).code === 'EOPNOTSUPP') this.skip()
      throw error
    }
    await nl.addRule({ priority: 10, flowlabel: 4, flowlabelMask: 12, table: 100 })
    await nl.batch((b) => b.addRule({ priority: 11, flowlabel: 0, table: 100 }))
    const masks = (await nl.listRules({ table: 100 })).map(({ flowlabel, flowlabelMask }) => [flowlabel, flowlabelMask])
    assert.deepEqual(masks, [
      [5, 0xf_ffff],
      [4, 12],
      [0, 0xf_ffff],
    ])
    await nl.deleteRule({ flowlabel: 5 })
    assert.equal(await nl.flushRules({ table: 100 }), 2)
  })
})

describe('selectors that old kernels ignore', () => {
  const here = onePlace(TWO_LINKS)
  const rules = () => `${here().run('ip -d rule')}${here().run('ip -d -6 rule')}`

  /** FRA_*: the header of a rule with the length of a source that is not there, and an attribute without a value. */
  const asking = (number: number) =>
    rtnetlink.verbs(
      'NEWRULE',
      message('FRA', struct({ family: u8, _dst: u8, srcLen: u8, _more: u8, _table: u32, _flags: u32 }), {
        late: [number, binary],
      }),
    )('addRule', 'add')

  it('are known by what the kernel says of them without a value, and of what no kernel has', async () => {
    const before = rules()
    const { transports, opened } = openTransports(rtnetlink, here().netns)
    await opened
    const answered = async (number: number, of: number) =>
      (
        (await transports
          .request(asking(number), { family: of, srcLen: 1, late: new Uint8Array() })
          .catch((error: unknown) => error)) as NetlinkError | undefined
      )?.attribute
    for (const of of [2, 10]) {
      // FRA_SUPPRESS_PREFIXLEN, which every kernel has, and a number that none has.
      assert.equal(await answered(14, of), 'late')
      assert.equal(await answered(500, of), undefined)
    }
    await transports.close()
    assert.equal(rules(), before)
  })

  it('are set and found in a batch where the kernel has them', async function () {
    needsHere(this, 'linux 6.12')
    const { nl } = here()
    const before = rules()
    const rule: RuleOptions = { priority: 77, table: 100, dscp: 5 }
    assert.deepEqual(await nl.batch((b) => b.addRule(rule)), [{ ok: true }])
    assert.equal((await nl.listRules({ priority: 77 }))[0]?.dscp, 5)
    await assert.rejects(nl.deleteRule({ dscp: 6 }), { code: 'ENOENT' })
    assert.deepEqual(await nl.batch((b) => b.deleteRule({ dscp: 5 })), [{ ok: true }])
    assert.equal(rules(), before)
  })
})
