import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { entering, foreign } from '../support/answer.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { EVERYTHING, sameAsLists } from './support/compare.ts'
import { sameAsIp } from './support/judge.ts'
import { random } from './support/random.ts'

const OPERATIONS = Number(process.env.NETLINK_TS_CHAOS ?? 1500)
const seed = Number(process.env.NETLINK_TS_SEED ?? Date.now() % 2 ** 31)
const PER_ROUND = 150

/** One command of `ip -batch`; many of them fail, which is part of it. */
function command(pick: (most: number) => number): string {
  const link = `c${pick(5)}`
  const net = pick(6)
  const verb = ['add', 'replace', 'append', 'prepend', 'del'][pick(5)]
  const metric = pick(3) === 0 ? ` metric ${pick(3)}` : ''
  const six = pick(2) === 0
  const via = six ? `via fd00:${pick(5)}::${2 + pick(3)}` : `via 10.${pick(5)}.0.${2 + pick(3)}`
  const dst = six ? `fd10:${net}::/48` : `10.100.${net}.0/24`
  const onlyAdd = verb === 'del' ? 'del' : 'add'
  const table = pick(4) === 0 ? ' table 77' : ''
  const commands = [
    () => `link add ${link} type bridge`,
    () => `link del ${link}`,
    () => `link set ${link} up`,
    () => `link set ${link} ${pick(3) === 0 ? 'down' : 'up'}`,
    () => `link set ${link} mtu ${1300 + pick(50)}`,
    () => `link add v${pick(4)} type veth peer name w${pick(4)}`,
    () => `link set v${pick(4)} ${pick(2) === 0 ? `master ${link}` : 'nomaster'}`,
    () => `link set v${pick(4)} ${pick(3) === 0 ? 'down' : 'up'}`,
    () => `link set w${pick(4)} ${pick(3) === 0 ? 'down' : 'up'}`,
    () => `link del v${pick(4)}`,
    () => `address ${onlyAdd} 10.${link[1]}.0.${1 + pick(2)}/24 dev ${link}`,
    () => `address ${onlyAdd} fd00:${link[1]}::1/64 dev ${link} nodad`,
    () => `route ${verb} ${dst} ${via}${metric}${table}`,
    () => `route ${verb} ${dst} dev ${link}${metric}${table}`,
    () =>
      `route ${verb} ${dst} nexthop ${via} nexthop via ${six ? `fd00:${pick(5)}::9` : `10.${pick(5)}.0.9`}${metric}`,
    () => `route ${verb} ${dst} nhid ${1 + pick(4)}${metric}`,
    () => `route ${verb} blackhole ${dst}${metric}${table}`,
    () =>
      `nexthop ${verb === 'replace' ? 'replace' : onlyAdd} id ${1 + pick(3)} ${verb === 'del' ? '' : `${via} dev ${link}`}`,
    () =>
      `nexthop ${verb === 'replace' ? 'replace' : onlyAdd} id 4 ${verb === 'del' ? '' : `group ${1 + pick(3)}${pick(2) === 0 ? '' : `/${1 + pick(3)}`}`}`,
    () => `rule ${onlyAdd} pref ${100 + pick(5)} from 10.${net}.0.0/16 table 77`,
    () =>
      `neighbour ${verb === 'replace' ? 'replace' : onlyAdd} 10.${link[1]}.0.7 lladdr 02:00:00:00:00:0${pick(9)} dev ${link}`,
  ]
  return (commands[pick(commands.length)] as () => string)()
}

/** Runs commands in another process, whatever fails. */
async function run(path: string, lines: readonly string[]): Promise<void> {
  const [file, ...args] = [...entering(path), 'ip', '-force', '-batch', '-'] as string[]
  const child = spawn(file as string, args, { env: foreign(), stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.end(`${lines.join('\n')}\n`)
  await once(child, 'exit')
}

/** Links get their carriers, and addresses become usable, some time after the last command: then it must hold. */
async function settled(holds: () => Promise<void>): Promise<void> {
  for (let i = 0; i < 20; i++) {
    try {
      return await holds()
    } catch {
      await setTimeout(100)
    }
  }
  await holds()
}

describe(`a replica while two processes change everything (NETLINK_TS_SEED=${seed})`, () => {
  needs('veth', 'bridge')
  const here = eachPlace('ip link set lo up')

  for (const buffer of [undefined, 4096])
    it(`is what ip shows, after ${OPERATIONS} operations${buffer === undefined ? '' : ', with a buffer that is too small'}`, async function () {
      this.timeout(20_000 + OPERATIONS * 40)
      const { nl, path } = here()
      const pick = random(seed)
      await using watch = nl.watch({ ...EVERYTHING, ...(buffer === undefined ? {} : { buffer }) })
      let synced = 0
      const reading = (async () => {
        for await (const event of watch) if (event.type === 'synced') synced++
      })()
      for (let done = 0; done < OPERATIONS; done += PER_ROUND) {
        const lines = Array.from({ length: PER_ROUND }, () => command(pick))
        await Promise.all([run(path, lines.slice(0, PER_ROUND / 2)), run(path, lines.slice(PER_ROUND / 2))])
        await settled(async () => {
          await watch.caughtUp()
          sameAsIp(watch, here())
          await sameAsLists(watch, nl)
        })
      }
      await watch.close()
      await reading
      if (synced < 1) throw new Error('it was never synced')
    })
})
