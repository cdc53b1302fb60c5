import assert from 'node:assert/strict'
import { CniRuntime, deleteNetwork, type NetworkList, type PluginConfig } from './support/cni.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'

const own: PluginConfig = { type: 'netlink-ts', bridge: 'nlts0', subnet: '10.77.0.0/16' }
const list: NetworkList = { cniVersion: '1.1.0', name: 'nlts', plugins: [own] }

/** What containers have of the network, on the host. */
const LEFT = `ip -o link show type veth | sed 's/@.*//'; ls /run/netlink-ts/nlts0 | grep ^10 || true`

/** Runs the plugin for each container, all at once; \`before\` is put before its command. */
const together = (command: string, names: readonly string[], before: readonly string[]) => `
  export CNI_COMMAND=${command} CNI_IFNAME=eth0 CNI_PATH=/run/cni/bin
  for job in ${names.map((name, i) => `${name},${before[i] ?? ''}`).join(' ')}; do
    name=\${job%%,*} seconds=\${job#*,}
    CNI_CONTAINERID=$name CNI_NETNS=/run/netns/$name \${seconds:+timeout -s KILL $seconds} /run/cni/bin/netlink-ts \\
      </run/config.json >/run/$name.json &
  done
  wait`

describe('the CNI plugin, called for many containers at once', () => {
  needsPackages('containernetworking-plugins')
  const machine = eachMachine('root')
  const names = Array.from({ length: 8 }, (_, i) => `c${i + 1}`)

  function furnish(): CniRuntime {
    const runtime = new CniRuntime(machine(), list)
    machine().write('/run/config.json', JSON.stringify({ ...own, cniVersion: '1.1.0', name: 'nlts' }))
    for (const name of names) machine().sh(`ip netns add ${name}`)
    return runtime
  }

  function end(): void {
    for (const name of names) machine().sh(`ip netns delete ${name}`)
    deleteNetwork(machine(), 'nlts0')
  }

  it('gives each another address, before the network exists, and takes all back', () => {
    furnish()
    machine().sh(together('ADD', names, []))
    const answers = names.map((name) => JSON.parse(machine().read(`/run/${name}.json`)))
    assert.equal(new Set(answers.map(({ ips }) => ips?.[0].address)).size, names.length, JSON.stringify(answers))
    machine().sh(together('DEL', names, []))
    assert.equal(machine().sh(LEFT), '')
    end()
  })

  it('killed at any moment of ADD, leaves nothing that DEL and GC do not remove', () => {
    const runtime = furnish()
    runtime.add({ container: 'kept', netns: '/run/netns/c1', ifname: 'eth9' })
    const before = machine().sh(LEFT)
    for (const first of [0.1, 0.7]) {
      const moments = names.map((_, i) => String(first + i * 0.08))
      machine().sh(together('ADD', names, moments))
      for (const name of names) assert.equal(runtime.del({ container: name, netns: `/run/netns/${name}` }).status, 0)
      const attachments = [{ containerID: 'kept', ifname: 'eth9' }]
      assert.equal(runtime.call('GC', { ...own, 'cni.dev/valid-attachments': attachments }).status, 0)
      assert.equal(machine().sh(LEFT), before)
    }
    runtime.del({ container: 'kept', netns: '/run/netns/c1', ifname: 'eth9' })
    end()
  })

  it('killed at any moment of DEL, leaves nothing that another DEL does not remove', () => {
    const runtime = furnish()
    machine().sh(together('ADD', names, []))
    const moments = names.map((_, i) => String(0.1 + i * 0.1))
    machine().sh(together('DEL', names, moments))
    for (const name of names) assert.equal(runtime.del({ container: name, netns: '' }).status, 0)
    assert.equal(machine().sh(LEFT), '')
    end()
  })
})
