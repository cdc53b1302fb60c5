import assert from 'node:assert/strict'
import { createNetns, openNetlink } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

const LINK =
  'ip link add v0 type veth peer name p0; ip link set v0 up; ip link set p0 up; ip address add 10.0.0.1/24 dev v0'

/** A host route; every one that ends in 7 is there twice, every one that ends in 3 leads nowhere. */
function dst(i: number): string {
  return `10.9.${i >> 8}.${i & 255}/32`
}

describe('many requests in one tick', () => {
  const here = eachPlace(LINK)

  it('are each answered with their own success or error', async () => {
    const { nl } = here()
    const wanted = Array.from({ length: 10_000 }, (_, i) => ({
      i,
      code: i % 10 === 7 ? 'EEXIST' : i % 10 === 3 ? 'ENETUNREACH' : 'ok',
    }))
    await Promise.all(
      wanted.filter(({ code }) => code === 'EEXIST').map(({ i }) => nl.addRoute({ dst: dst(i), oif: 'v0' })),
    )
    const settled = await Promise.allSettled(
      wanted.map(({ i, code }) => {
        const oif = i % 100 === 0 ? { oif: 'v0' } : {}
        return nl.addRoute({ dst: dst(i), gateway: code === 'ENETUNREACH' ? '192.0.2.1' : '10.0.0.2', ...oif })
      }),
    )
    const got = settled.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason.code as string)))
    assert.deepEqual(
      got,
      wanted.map(({ code }) => code),
    )
    const routes = await nl.listRoutes({ family: 'inet', protocol: 'boot' })
    const expected = wanted.filter(({ code }) => code !== 'ENETUNREACH').map(({ i }) => dst(i))
    assert.deepEqual(new Set(routes.map((route) => route.dst)), new Set(expected))
  })

  it('may all fail: every error is there', async () => {
    const { nl } = here()
    const settled = await Promise.allSettled(Array.from({ length: 10_000 }, (_, i) => nl.deleteRoute({ dst: dst(i) })))
    const codes = new Set(settled.map((one) => (one.status === 'rejected' ? (one.reason.code as string) : 'ok')))
    assert.deepEqual([...codes], ['ESRCH'])
  })

  it('may all ask: every answer is there, and its own', async () => {
    const { nl } = here()
    const answers = await Promise.all(
      Array.from({ length: 5000 }, (_, i) => nl.lookupRoute({ dst: `10.0.0.${(i % 250) + 2}` })),
    )
    assert.deepEqual(
      answers.map((route) => route.dst),
      answers.map((_, i) => `10.0.0.${(i % 250) + 2}/32`),
    )
  })

  it('may name a thousand links', async () => {
    const { nl } = here()
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        nl.createVeth({ name: `a${i}`, up: true, peer: { name: `b${i}`, up: true } }),
      ),
    )
    const oif = (i: number) => `${i % 2 === 0 ? 'a' : 'b'}${i % 100}`
    await Promise.all(Array.from({ length: 1000 }, (_, i) => nl.addRoute({ dst: dst(i), oif: oif(i) })))
    const shown = here().ip<{ dst: string; dev: string }>('-j route show root 10.9.0.0/16')
    assert.deepEqual(
      new Set(shown.map((route) => `${route.dst}/32 ${route.dev}`)),
      new Set(Array.from({ length: 1000 }, (_, i) => `${dst(i)} ${oif(i)}`)),
    )
  })

  it('of several handles do not meet', async () => {
    const spaces = await Promise.all(Array.from({ length: 10 }, () => createNetns()))
    const opened = await Promise.all(spaces.map((netns) => openNetlink({ netns })))
    await Promise.all(opened.map((nl) => nl.setLink('lo', { up: true })))
    await Promise.all(
      opened.flatMap((nl, n) =>
        Array.from({ length: 500 }, (_, i) => nl.addRoute({ dst: `10.${n}.${i >> 8}.${i & 255}/32`, oif: 'lo' })),
      ),
    )
    const lists = await Promise.all(opened.map((nl) => nl.listRoutes({ family: 'inet' })))
    assert.deepEqual(
      lists.map((routes) => routes.length),
      lists.map(() => 500),
    )
    assert.deepEqual(
      lists.map((routes, n) => routes.every((route) => route.dst.startsWith(`10.${n}.`))),
      lists.map(() => true),
    )
    for (const nl of opened) await nl.close()
    for (const netns of spaces) await netns.close()
  })
})
