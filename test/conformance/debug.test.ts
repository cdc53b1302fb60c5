import assert from 'node:assert/strict'
import { nftables } from '../../lib/nftables/kernel.ts'
import { traceTable } from '../../lib/nftables/trace.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { sockdiag } from '../../lib/protocol/sockdiag.ts'
import { typeName } from '../../lib/trace/names.ts'
import { needs } from '../support/needs.ts'
import { askCompiler } from './support/compiler.ts'
import { snake } from './support/tables.ts'

/** From RTM_BASE to RTM_MAX, the greatest that these tables know. */
const routeTypes = Array.from({ length: 108 }, (_, i) => 16 + i)
const netfilterTypes = [16, 17, ...Array.from({ length: 34 }, (_, i) => (10 << 8) | i)]

/** What the headers say of a name, beside what was shown by it. Names that no header knows, such as RTM_SETROUTE, are left out. */
function compared(questions: readonly { name: string; value: number }[]) {
  const answers = askCompiler(questions.map(({ name }) => ({ name, expression: name })))
  const known = questions.filter((_, i) => answers[i] !== undefined)
  return {
    shown: known.map(({ name, value }) => `${name} ${value}`),
    headers: questions.flatMap(({ name }, i) => (answers[i] === undefined ? [] : [`${name} ${answers[i]}`])),
  }
}

describe('the names in debug lines', function () {
  this.timeout('30s')
  needs('command cc')

  it('are those of the C headers, for messages of rtnetlink', () => {
    const { shown, headers } = compared(routeTypes.map((value) => ({ name: typeName(rtnetlink, value), value })))
    assert.deepEqual(shown, headers)
    assert.ok(headers.length > 60, `${headers.length} of them are known`)
  })

  it('are those of the C headers, for messages of nftables', () => {
    const { shown, headers } = compared(
      netfilterTypes.map((type) => ({ name: typeName(nftables, type), value: type & 0xff })),
    )
    assert.deepEqual(shown, headers)
    assert.ok(headers.length > 24, `${headers.length} of them are known`)
  })

  it('are those of the C headers, for what a message of nftables is about', () => {
    const tables = netfilterTypes.flatMap((type) => traceTable(type >> 8, type & 0xff) ?? [])
    assert.equal(tables.length, netfilterTypes.length)
    const rows = tables.flatMap(({ prefix, rows }) =>
      rows.map(({ key, number }) => ({ name: `${prefix}_${snake(key)}`, value: number })),
    )
    const { shown, headers } = compared(rows)
    assert.deepEqual(shown, headers)
    assert.equal(headers.length, rows.length)
  })

  it('are those of the C headers, for multicast groups, protocols and messages about sockets', () => {
    const numbers = [
      ...Object.entries(rtnetlink.groups).map(([word, value]) => ({ name: `RTNLGRP_${snake(word)}`, value })),
      ...Object.entries(nftables.groups).map(([word, value]) => ({ name: `NFNLGRP_${snake(word)}`, value })),
      ...Object.entries(sockdiag.groups).map(([word, value]) => ({ name: `SKNLGRP_${snake(word)}`, value })),
      ...[20, 21].map((value) => ({ name: typeName(sockdiag, value), value })),
      ...[rtnetlink, nftables, sockdiag].map(({ name, number }) => ({ name, value: number })),
    ]
    const { shown, headers } = compared(numbers)
    assert.deepEqual(shown, headers)
    assert.ok(headers.length > 40, `${headers.length} of them are known`)
  })

  it('are numbers where there is no name', () => {
    assert.equal(typeName(rtnetlink, 3), 'type 3')
    assert.equal(typeName(rtnetlink, 999), 'type 999')
    assert.equal(typeName(nftables, (10 << 8) | 200), 'type 2760')
    assert.equal(typeName(nftables, 1 << 8), 'type 256')
  })
})
