import assert from 'node:assert/strict'
import { NetlinkError, type NftCommands } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { Dice, mutate } from './support/mutation.ts'
import { flushByNft, listByNft, scriptByNft } from './support/nft-command.ts'

/** A ruleset with something of everything. */
const script = `
table inet t {
  counter n { }
  quota q { 1000 bytes; }
  limit l { rate 5/second; }
  ct helper h { type "ftp" protocol tcp; l3proto ip; }
  ct timeout o { protocol tcp; l3proto ip; policy = { established: 99 }; }
  set s { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.0/8, 1.1.1.1-1.1.1.9 } }
  set g { type ipv4_addr . inet_service; flags interval,timeout; elements = { 1.1.1.1 . 5-6 timeout 1h comment "x" } }
  set d { type ipv4_addr; flags dynamic,timeout; }
  map m { type inet_service : verdict; elements = { 80 : jump plain } }
  map k { type mark : counter; elements = { 1 : "n" } }
  map v { type ipv4_addr : ipv4_addr . inet_service; elements = { 1.1.1.1 : 2.2.2.2 . 80 } }
  chain plain { }
  chain c {
    type filter hook input priority 10; policy accept;
    ip saddr @s tcp dport vmap @m comment "x"
    ip saddr . tcp dport { 1.1.1.1 . 5-6, 2.2.2.2 . 7 } accept
    meta mark set ip daddr map { 1.1.1.1 : 1, 2.2.2.0/24 : 2 }
    ct state established,related counter name meta mark map @k
    tcp flags & (syn | ack) == syn limit rate 5/minute log prefix "y" accept
    tcp option maxseg size set 1400 ip dscp set cs1
    add @d { ip saddr timeout 5s }
    frag frag-off 5 reject with icmpv6 no-route
    jhash ip saddr . tcp dport mod 4 vmap { 0 : accept, 1-3 : drop }
  }
  chain nat { type nat hook prerouting priority -100; meta l4proto tcp dnat ip to ip saddr map @v; }
}
`

describe('apply, given nonsense', function () {
  this.timeout(120_000)
  needs('command nft', 'nftables')
  const nft = oneHandle()

  /** The ruleset without what goes by while one looks. */
  const listed = async () => JSON.stringify(await nft().list()).replaceAll(/,"expires":\d+/g, '')

  it('does all of it or nothing, and fails with an error of its own', async () => {
    flushByNft()
    scriptByNft(script)
    const whole = listByNft().map((object) => ({ add: object }))
    const verbs = ['add', 'create', 'insert', 'replace', 'delete', 'destroy', 'flush', 'reset', 'rename', 'list']
    const dice = new Dice(Number(process.env.NETLINK_TS_SEED ?? 20261))
    const rounds = Number(process.env.NETLINK_TS_ROUNDS ?? 500)
    let before = await listed()
    for (let round = 0; round < rounds; round++) {
      let commands: unknown = Array.from({ length: 1 + dice.roll(3) }, () => {
        const { add } = dice.pick(whole)
        return { [dice.roll(3) ? 'add' : dice.pick(verbs)]: add }
      })
      for (let times = dice.roll(4); times >= 0; times--) commands = mutate(dice, commands)
      const error = await nft()
        .apply(commands as NftCommands, { check: dice.roll(4) === 0 })
        .then(
          () => undefined,
          (thrown) => thrown,
        )
      const after = await listed()
      if (error === undefined) before = after
      else {
        assert.equal(after, before, `left behind by ${show(commands)}`)
        assert.ok(isOwn(error), `${error?.stack} for ${show(commands)}`)
      }
      if (round % 100 === 99) {
        flushByNft()
        scriptByNft(script)
        before = await listed()
      }
    }
  })
})

/** Errors that apply throws on purpose begin with its name; what slips from the engine does not. */
function isOwn(error: unknown): boolean {
  if (error instanceof NetlinkError) return true
  return (
    (error instanceof TypeError || error instanceof RangeError) &&
    /^apply: (nftables|reset|list|command)/.test(error.message)
  )
}

function show(commands: unknown): string {
  return JSON.stringify(commands, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
}
