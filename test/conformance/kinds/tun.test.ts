import assert from 'node:assert/strict'
import type { Answer } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'
import { rowless, tableOf } from '../support/link-case.ts'

const data = (json: Answer) => json.linkinfo?.info_data as Answer

describe('tuns and ip', () => {
  needs('tun')
  const here = onePlace(
    'ip tuntap add dev t0 mode tap user 0 group 0 multi_queue pi vnet_hdr; ip tuntap add dev t1 mode tun',
  )

  it('agree on every row', async () => {
    const [json] = here().ip<Answer>('-j -d link show dev t0')
    const shown = data(json as Answer) as unknown as Record<string, unknown>
    const { data: found } = await here().nl.getLink('t0')
    assert.deepEqual(found, {
      owner: 0,
      group: 0,
      type: shown.type,
      pi: shown.pi,
      vnetHdr: shown.vnet_hdr,
      persist: shown.persist,
      multiQueue: shown.multi_queue,
      numQueues: shown.numqueues,
      numDisabledQueues: shown.numdisabled,
    })
    assert.deepEqual([shown.pi, shown.type], [true, 'tap'])
    assert.equal((await here().nl.getLink('t1')).data?.type, 'tun')
  })
})

describe('the table of tun', () => {
  it('has a row for every constant of the header', () => {
    assert.deepEqual(rowless(tableOf('tun')), [])
  })
})
