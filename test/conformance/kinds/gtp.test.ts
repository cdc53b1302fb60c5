import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('GTP tunnels and ip', () => {
  needs('gtp')
  agree({
    kind: 'gtp',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createGtp({ name, data: { createSockets: true, ...data } }),
    ip: (link, words) => `ip link add ${link} type gtp ${/role/.test(words) ? '' : 'role sgsn'} ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'pdpHashsize', ours: 64, ip: 'hsize 64', text: / hsize 64 / },
      { row: 'role', ours: 'sgsn', ip: 'role sgsn', text: / role sgsn / },
      { row: 'role', ours: 'ggsn', ip: 'role ggsn', text: / role ggsn / },
      { row: 'restartCount', ours: 9, ip: 'restart_count 9', text: / restart_count 9 / },
    ],
    kept: [],
    told: [],
    left: {
      fd0: 'a descriptor, which no list has',
      fd1: 'a descriptor, which no list has',
      createSockets: 'an order, which leaves nothing to show',
      local: 'newer than the kernels of the tests',
      local6: 'newer than the kernels of the tests',
    },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('gtp')), [])
  })
})
