import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const SOURCES = ['02:00:00:00:00:06', '02:00:00:00:00:05']

for (const kind of ['macvlan', 'macvtap'] as const) {
  describe(`${kind}s and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, link: 'v0', data }),
      ip: (link, words) => `ip link add ${link} link v0 type ${kind} ${words}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: [
        ...(['private', 'vepa', 'bridge', 'passthru', 'source'] as const).map((mode) => ({
          row: 'mode',
          ours: mode,
          ip: `mode ${mode}`,
          json: 'mode',
          shown: mode,
        })),
        {
          row: 'flags',
          ours: ['nopromisc'],
          beside: { mode: 'passthru' },
          ip: 'mode passthru nopromisc',
          json: 'nopromisc',
          shown: true,
        },
        {
          row: 'flags',
          ours: ['nodst'],
          beside: { mode: 'source' },
          ip: 'mode source nodst',
          json: 'nodst',
          shown: true,
        },
        {
          row: 'macaddrData',
          ours: [...SOURCES].reverse(),
          listed: SOURCES,
          beside: { mode: 'source', macaddrMode: 'set' },
          ip: `mode source macaddr set ${[...SOURCES].reverse().join(' ')}`,
          json: 'macaddr_data',
          shown: SOURCES,
        },
        {
          row: 'macaddrCount',
          ours: undefined,
          listed: 2,
          beside: { mode: 'source', macaddrMode: 'set', macaddrData: SOURCES },
          ip: `mode source macaddr set ${SOURCES.join(' ')}`,
          json: 'macaddr_count',
          shown: 2,
        },
        { row: 'bcQueueLen', ours: 5, ip: 'bcqueuelen 5', json: 'bcqueuelen', shown: 5 },
      ],
      kept: [{ row: 'bcCutoff', ours: 7, why: 'newer than iproute2 6.1', since: 'linux 6.4' }],
      told: [{ row: 'bcQueueLenUsed', json: 'usedbcqueuelen' }],
      left: {
        macaddrMode: 'an order: what is done with the sources',
        macaddr: 'an order: the source that is added or deleted, below',
      },
    })

    it('no constant of the header lacks a row', () => {
      assert.deepEqual(rowless(tableOf('macvlan')), [])
    })
  })
}
