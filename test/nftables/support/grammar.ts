import type { Dice } from './mutation.ts'
import { type Selector, selectors } from './selectors.ts'

/** Selectors whose types have sizes of their own: nft lists them whole in the keys of anonymous sets. */
const sized: readonly Selector[] = [
  ['ip saddr', '10.0.0.1', '10.0.0.77', '192.168.1.9'],
  ['ip6 daddr', 'fd00::1', 'fd00::77', 'fe80::1'],
  ['tcp dport', '22', '80', '8000'],
  ['udp sport', '53', '67', '5353'],
  ['ether saddr', '00:01:02:03:04:05', '00:01:02:03:04:ff', '0a:00:00:00:00:01'],
  ['meta l4proto', 'tcp', 'udp', 'sctp'],
  ['meta mark', '0x1', '0x33', '0x10000'],
  ['meta iifname', '"lo"', '"eth0"', '"x"'],
  ['meta iif', '"lo"', '1', '1'],
  ['ct mark', '0x1', '0x33', '0x10000'],
  ['ct original ip daddr', '10.0.0.1', '10.0.0.77', '192.168.1.9'],
  ['icmp type', 'echo-reply', 'echo-request', 'time-exceeded'],
  ['ip protocol', 'tcp', 'udp', 'sctp'],
  ['arp operation', 'request', 'reply', 'inreply'],
  ['fib daddr type', 'local', 'unicast', 'broadcast'],
  ['meta skuid', 'root', '1', '1000'],
  ['rt classid', '0x1', '0x33', '0x44'],
]

/** A row of values that can be the ends of ranges. */
function values([, ...all]: Selector): [string, string, string] {
  const plain = all.filter((value) => !/[/*,|]/.test(value))
  const [a = '1', b = a, c = b] = plain
  return [a, b, c]
}

type Form = (selector: Selector, other: Selector, dice: Dice) => string

/** Text has no bits here, though nft takes it for a number; and of the bits of options nft knows no names. */
function masked(selector: Selector, rest: string): string {
  const [text, value = ''] = selector
  return value.startsWith('"') || !/^(meta|ct|ip|ip6|tcp|udp|icmp|ether|th) \w+$/.test(text)
    ? `${text} ${value}`
    : `${text} ${rest}`
}

const matches: readonly Form[] = [
  (s, _, dice) => `${s[0]} ${dice.pick(s.slice(1))}`,
  (s, _, dice) => `${s[0]} != ${dice.pick(s.slice(1))}`,
  (s, _, dice) => `${s[0]} ${dice.pick(['<', '>', '<=', '>='])} ${values(s)[1]}`,
  (s, _, dice) => `${s[0]} ${dice.pick(['', '!= '])}${values(s)[0]}-${values(s)[1]}`,
  (s, _, dice) => `${s[0]} ${dice.pick(['', '!= '])}{ ${[...new Set(values(s))].join(', ')} }`,
  (s) => `${s[0]} { ${values(s)[0]}-${values(s)[1]}, ${values(s)[2]} }`,
  (s) => `${s[0]} { ${s.slice(1).join(', ')} }`,
  (s) => masked(s, `& ${values(s)[2]} == ${values(s)[2]}`),
  (s) => masked(s, `& ${values(s)[1]} != 0`),
  (s) => `${s[0]} ! ${values(s)[0]}`,
  (s, o) => `${s[0]} ${values(s)[0]} ${o[0]} ${values(o)[1]}`,
  (s, o) => `${o[0]} ${values(o)[0]} ${s[0]} ${values(s)[1]}`,
]

const statements: readonly Form[] = [
  (s) => `${s[0]} vmap { ${values(s)[0]} : accept, ${values(s)[1]} : drop }`,
  (s) => `${s[0]} vmap { ${values(s)[0]}-${values(s)[1]} : accept, ${values(s)[2]} : jump other }`,
  (s) => `meta mark set ${s[0]} map { ${values(s)[0]} : 0x1, ${values(s)[1]} : 0x2 }`,
  (s, o) => `ct mark set ${o[0]} map { ${values(o)[0]} : 0x1 } ${s[0]} ${values(s)[0]}`,
  (s) => `${s[0]} set ${values(s)[1]}`,
  (s, o) => `${s[0]} set ${o[0]} map { ${values(o)[0]} : ${values(s)[0]}, ${values(o)[1]} : ${values(s)[1]} }`,
  (s) => `meta mark set ${s[0]}`,
  (s) => `${s[0]} exists`,
  (s) => `${s[0]} missing`,
]

const concatenations: readonly Form[] = [
  (s, o) => `${s[0]} . ${o[0]} { ${values(s)[0]} . ${values(o)[0]}, ${values(s)[1]} . ${values(o)[1]} }`,
  (s, o) => `${s[0]} . ${o[0]} != { ${values(s)[0]} . ${values(o)[0]} }`,
  (s, o) => `${s[0]} . ${o[0]} { ${values(s)[0]}-${values(s)[2]} . ${values(o)[0]} }`,
  (s, o) =>
    `${s[0]} . ${o[0]} vmap { ${values(s)[0]} . ${values(o)[0]} : accept, ${values(s)[1]} . ${values(o)[1]} : drop }`,
  (s, o) => `meta mark set ${s[0]} . ${o[0]} map { ${values(s)[0]} . ${values(o)[0]} : 0x1 }`,
]

/** So many rules of nft's own language; not all of them are true. */
export function sentences(dice: Dice, count: number): string[] {
  const made = new Set<string>()
  while (made.size < count) made.add(sentence(dice))
  return [...made]
}

function sentence(dice: Dice): string {
  if (dice.roll(5) === 0) return dice.pick(concatenations)(dice.pick(sized), dice.pick(sized), dice)
  const form = dice.pick(dice.roll(3) ? matches : statements)
  return form(dice.pick(selectors), dice.pick(sized), dice)
}
