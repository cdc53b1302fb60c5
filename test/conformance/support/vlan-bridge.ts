/** A bridge (12) with the ports v0 (10) and v1 (11), which have no VLANs yet. */
export const BRIDGE = `
  ip -batch - <<END
    link add br0 index 12 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_igmp_version 3
    link add v0 index 10 type veth peer name p0 index 20
    link add v1 index 11 type veth peer name p1 index 21
    link set v0 master br0
    link set v1 master br0
    link set br0 up
    link set v0 up
    link set v1 up
    link set p0 up
    link set p1 up
END
`
