import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, type Case } from '../support/link-case.ts'
import { ENDS4, ENDS6, ends, external, OVER_IPV4, OVER_IPV6, WORDS4, WORDS6 } from '../support/tunnel-cases.ts'

/** Rows of a session, in addition to those of a tunnel: its id is a key of ten bits. */
const SESSION: readonly Case[] = [
  { row: 'ikey', ours: 7, ip: 'ikey 7', json: 'ikey', shown: '0.0.0.7' },
  { row: 'okey', ours: 9, ip: 'okey 9', json: 'okey', shown: '0.0.0.9' },
  { row: 'iflags', ours: ['key', 'seq'], ip: '', json: 'iseq', shown: true },
  { row: 'oflags', ours: ['key', 'seq'], ip: '', json: 'oseq', shown: true },
  { row: 'erspanIndex', ours: 123, ip: 'erspan 123', json: 'erspan_index', shown: 123 },
  { row: 'erspanVer', ours: 2, ip: 'erspan_ver 2', json: 'erspan_ver', shown: 2 },
  {
    row: 'erspanDir',
    ours: 'egress',
    beside: { erspanVer: 2 },
    ip: 'erspan_ver 2 erspan_dir egress',
    text: / erspan_dir egress /,
  },
  {
    row: 'erspanHwid',
    ours: 5,
    beside: { erspanVer: 2 },
    ip: 'erspan_ver 2 erspan_hwid 5',
    text: / erspan_hwid 0x5 /,
  },
  external('ikey', 'okey', 'erspanVer'),
]

const KEYS = { ikey: 3, okey: 3, erspanVer: 1 }
const KINDS = {
  erspan: { given: { ...ENDS4, ...KEYS }, words: WORDS4, cases: OVER_IPV4 },
  ip6erspan: { given: { ...ENDS6, ...KEYS }, words: WORDS6, cases: OVER_IPV6 },
}

for (const kind of ['erspan', 'ip6erspan'] as const) {
  const { given, words: usual, cases } = KINDS[kind]
  describe(`${kind} and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data: { ...given, ...data } }),
      ip: (link, words) => `ip link add ${link} type ${kind} ${ends(words, `${usual} key 3 seq erspan_ver 1`)}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: [...cases, ...SESSION],
      kept: [],
      told: [],
      left: kind === 'erspan' ? { ignoreDf: 'as of gre, and without a meaning for frames' } : {},
    })
  })
}
