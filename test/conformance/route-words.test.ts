import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import type { Protocol, RouteOptions, Scope, Table } from '../../lib/index.ts'
import { route } from '../../lib/route/message.ts'
import type { AnyType } from '../../lib/wire/type.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

/** The words of a field of struct rtmsg. */
function wordsOf(key: string): [string, number][] {
  const { type } = route.header.byKey.get(key) as { type: AnyType }
  return Object.entries(type.words as Record<string, number>)
}

/** The names that `ip` has for numbers, from its own file of them. */
function namesOfIp(file: string): Map<number, string> {
  const found = ['/usr/share/iproute2', '/usr/lib/iproute2', '/etc/iproute2']
    .map((folder) => `${folder}/${file}`)
    .filter(existsSync)
  const lines = found.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
  const rows = lines.map((line) => /^(\d+)\s+(\w+)/.exec(line)).filter((row) => row !== null)
  return new Map(rows.map(([, number, word]) => [Number(number), word as string]))
}

/** What no route can have: the kernel's own signs for "none". */
const NO_PROTOCOL = ['unspec', 'kernel']

describe('words of routes', () => {
  const here = onePlace(TWO_LINKS)

  it('are those of ip for protocols', async () => {
    const words = wordsOf('protocol').filter(([word]) => !NO_PROTOCOL.includes(word))
    const dst = (number: number) => `10.9.${number}.0/24`
    await Promise.all(
      words.map(([word, number]) => here().nl.addRoute({ dst: dst(number), oif: 'v0', protocol: word as Protocol })),
    )
    const names = namesOfIp('rt_protos')
    const shown = here().ip<{ dst: string; protocol: string }>('-j -d route show root 10.9.0.0/16')
    const expected = words.map(
      ([word, number]) => `${dst(number)} ${names.get(number) ?? (number < 5 ? word : number)}`,
    )
    assert.deepEqual(shown.map((one) => `${one.dst} ${one.protocol}`).sort(), expected.sort())
    const said = words.filter(([, number]) => names.has(number)).map(([word, number]) => [word, names.get(number)])
    assert.deepEqual(
      said,
      said.map(([word]) => [word, word]),
    )
  })

  it('are those of ip for scopes, but for universe', async () => {
    const words = wordsOf('scope').filter(([word]) => word !== 'nowhere')
    const options = (word: string, number: number): RouteOptions => ({
      dst: `10.8.${number}.0/24`,
      oif: 'v0',
      scope: word as Scope,
    })
    await Promise.all(words.map(([word, number]) => here().nl.addRoute(options(word, number))))
    const shown = here().ip<{ dst: string; scope: string }>('-j -d route show root 10.8.0.0/16')
    const expected = words.map(([word, number]) => `10.8.${number}.0/24 ${word === 'universe' ? 'global' : word}`)
    assert.deepEqual(shown.map((one) => `${one.dst} ${one.scope}`).sort(), expected.sort())
  })

  it('are those of ip for tables', async () => {
    const words = wordsOf('table').filter(([word]) => !['unspec', 'compat'].includes(word))
    const dst = (number: number) => `10.7.${number}.0/24`
    await Promise.all(
      words.map(([word, number]) => here().nl.addRoute({ dst: dst(number), oif: 'v0', table: word as Table })),
    )
    const shown = here().ip<{ dst: string; table: string }>('-j -d route show root 10.7.0.0/16 table all')
    const expected = words.map(([word, number]) => `${dst(number)} ${word}`)
    assert.deepEqual(shown.map((one) => `${one.dst} ${one.table}`).sort(), expected.sort())
  })
})
