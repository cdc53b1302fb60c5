import assert from 'node:assert/strict'
import { readPorts } from '../../../lib/oci/ports.ts'
import { portsText } from '../../../lib/program/ports.ts'

describe('ports in the settings of a hook', () => {
  const cases: readonly (readonly [string, ReturnType<typeof readPorts>])[] = [
    ['8000:80', [{ host: 8000, container: 80 }]],
    [
      '5353:53/udp, 0:80',
      [
        { host: 5353, container: 53, protocol: 'udp' },
        { host: 0, container: 80 },
      ],
    ],
    ['127.0.0.1:8000:80', [{ host: 8000, container: 80, address: '127.0.0.1' }]],
    ['[2001:db8::1]:8000:80/sctp', [{ host: 8000, container: 80, protocol: 'sctp', address: '2001:db8::1' }]],
    ['8000-8010:80-90', [{ host: 8000, container: 80, count: 11 }]],
    ['127.0.0.1:8000-8001:80-81/udp', [{ host: 8000, container: 80, count: 2, protocol: 'udp', address: '127.0.0.1' }]],
    ['8000-8000:80', [{ host: 8000, container: 80 }]],
    ['0:80-90', [{ host: 0, container: 80, count: 11 }]],
    ['65535:65535', [{ host: 65535, container: 65535 }]],
  ]
  for (const [text, ports] of cases)
    it(`${text} is read`, () => {
      assert.deepEqual(readPorts(text), ports)
    })

  for (const text of ['8000:80', '5353:53/udp', '[::]:8000:80', '127.0.0.1:8000-8001:80-81/udp,8100-8109:8100-8109'])
    it(`${text} is printed as it was read`, () => {
      const ports = readPorts(text).map((port) => ({ protocol: 'tcp' as const, ...port }))
      assert.equal(portsText(ports as Parameters<typeof portsText>[0]), text)
    })
})
