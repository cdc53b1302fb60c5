import assert from 'node:assert/strict'
import { createLink } from '../../lib/link/create-kind.ts'
import { setLink } from '../../lib/link/set.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './support/bytes.ts'
import { asks, recorded, slaveData } from './support/link.ts'

/** Captured from iproute2 6.1 with `strace -e write=all`; `v0` has the index 3, `v1` 4. */
describe('what is asked to change a link of a kind', () => {
  it('setLink sends what ip link set v0 type can bitrate 500000 sample-point 0.875 restart-ms 100 loopback on listen-only off fd on dbitrate 2000000 does', () => {
    const captured = bytes(`
      8c000000100005000000000000000000000000000300000000000000000000006c0012000700010063616e00600002000800
      0600640000002400010020a107006b0300000000000000000000000000000000000000000000000000002400090080841e00
      000000000000000000000000000000000000000000000000000000000c0005002300000021000000
    `)
    asks(
      (caller) =>
        on(caller, setLink)(3, {
          kind: 'can',
          data: {
            bittiming: { bitrate: 500000, samplePoint: 875 },
            restartMs: 100,
            ctrlmode: { loopback: true, listenonly: false, fd: true },
            dataBittiming: { bitrate: 2000000 },
          },
        }),
      captured,
    )
  })

  it('setLink sends what ip link set v0 type can tq 125 prop-seg 6 phase-seg1 7 phase-seg2 2 sjw 1 one-shot on triple-sampling on berr-reporting on presume-ack on cc-len8-dlc on fd-non-iso on restart termination 120 does', () => {
    const captured = bytes(`
      7000000010000500000000000000000000000000030000000000000000000000500012000700010063616e00440002000800
      07000100000006000b00780000002400010000000000000000007d0000000600000007000000020000000100000000000000
      0c000500dc010000dc010000
    `)
    asks(
      (caller) =>
        on(caller, setLink)(3, {
          kind: 'can',
          data: {
            bittiming: { tq: 125, propSeg: 6, phaseSeg1: 7, phaseSeg2: 2, sjw: 1 },
            ctrlmode: {
              oneShot: true,
              '3Samples': true,
              berrReporting: true,
              presumeAck: true,
              ccLen8Dlc: true,
              fdNonIso: true,
            },
            restart: 1,
            termination: 120,
          },
        }),
      captured,
    )
  })

  it('setLink sends what ip link set v0 type can tdc-mode manual tdcv 3 tdco 4 tdcf 5 does', () => {
    const captured = bytes(`
      5800000010000500000000000000000000000000030000000000000000000000380012000700010063616e002c0002000c00
      050000040000000400001c001080080007000300000008000800040000000800090005000000
    `)
    asks(
      (caller) =>
        on(caller, setLink)(3, {
          kind: 'can',
          data: { ctrlmode: { tdcManual: true }, tdc: { tdcv: 3, tdco: 4, tdcf: 5 } },
        }),
      captured,
    )
  })

  it('setLink sends what ip link set v0 type bond active_slave v1 does', () => {
    const captured = bytes(`
      38000000100005000000000000000000000000000300000000000000000000001800120008000100626f6e640c0002000800
      020004000000
    `)
    asks((caller) => on(caller, setLink)(3, { kind: 'bond', data: { activeSlave: 4 } }), captured)
  })

  it('setLink sends what ip link set v0 type bond clear_active_slave does', () => {
    const captured = bytes(`
      38000000100005000000000000000000000000000300000000000000000000001800120008000100626f6e640c0002000800
      020000000000
    `)
    asks((caller) => on(caller, setLink)(3, { kind: 'bond', data: { activeSlave: null } }), captured)
  })

  it('setLink sends what ip link set v0 type dsa conduit v1 does', () => {
    const captured = bytes(`
      38000000100005000000000000000000000000000300000000000000000000001800120007000100647361000c0002000800
      010004000000
    `)
    asks((caller) => on(caller, setLink)(3, { kind: 'dsa', data: { conduit: 4 } }), captured)
  })

  it('setLink sends the settings of a port of a bond: ip link set v0 type bond_slave queue_id 3 prio 4', () => {
    const captured = bytes(`
      4800000010000500000000000000000000000000030000000000000000000000280012000e000100626f6e645f736c617665
      00001400050006000500030000000800090004000000
    `)
    const [sent] = recorded((caller) => on(caller, setLink)(3, { portKind: 'bond', port: { queueId: 3, prio: 4 } }))
    assert.ok(sent)
    assert.notEqual(slaveData(captured), undefined)
    assert.equal(slaveData(sent.bytes), slaveData(captured))
  })

  it('createLink sends what ip link add x parentdev wwan0 type wwan linkid 5 does', () => {
    const captured = bytes(`
      4c000000100005060000000000000000000000000000000000000000000000000a0038007777616e30000000060003007800
      000018001200080001007777616e0c0002000800010005000000
    `)
    asks(
      (caller) => on(caller, createLink)({ name: 'x', kind: 'wwan', parentDevName: 'wwan0', data: { linkId: 5 } }),
      captured,
    )
  })

  it('createLink sends what ip link add x type vxcan peer name y mtu 72 does', () => {
    const captured = bytes(`
      6000000010000506000000000000000000000000000000000000000000000000060003007800000038001200090001007678
      63616e00000028000200240001000000000000000000000000000000000008000400480000000600030079000000
    `)
    asks(
      (caller) => on(caller, createLink)({ name: 'x', kind: 'vxcan', data: { peer: { name: 'y', mtu: 72 } } }),
      captured,
    )
  })
})
