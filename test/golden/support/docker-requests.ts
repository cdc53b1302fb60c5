// What dockerd 20.10.24 (Debian 12) sends to a network driver, captured on its socket.

/** `docker network create -d netlink-ts --subnet 10.66.0.0/16 --label color=blue -o com.docker.network.driver.mtu=1400 -o netlink-ts.isolate=false n` */
export const createNetwork = {
  NetworkID: 'c34c4c9979fbfec161ab689066ef47b0ddc0ee510e961300647b378f8864efb7',
  Options: {
    'com.docker.network.enable_ipv6': false,
    'com.docker.network.generic': { 'com.docker.network.driver.mtu': '1400', 'netlink-ts.isolate': 'false' },
  },
  IPv4Data: [{ AddressSpace: 'LocalDefault', Gateway: '10.66.0.1/16', Pool: '10.66.0.0/16' }],
  IPv6Data: [],
}

/** `--ipv6 --subnet 10.67.0.0/16 --subnet fd00:67::/64 --gateway 10.67.0.9 --ip-range 10.67.1.0/24 --aux-address router=10.67.0.5` */
export const createNetwork6 = {
  NetworkID: '07bd2c1b0bdbeca9a0ebac45e030a254b3893c4da560a0c8a7c2c0ca77d3823d',
  Options: { 'com.docker.network.enable_ipv6': true, 'com.docker.network.generic': {} },
  IPv4Data: [
    {
      AddressSpace: 'LocalDefault',
      AuxAddresses: { router: '10.67.0.5/16' },
      Gateway: '10.67.0.9/16',
      Pool: '10.67.0.0/16',
    },
  ],
  IPv6Data: [{ AddressSpace: 'LocalDefault', Gateway: 'fd00:67::1/64', Pool: 'fd00:67::/64' }],
}

/** `--subnet 10.68.0.0/16 --internal` */
export const createInternal = {
  NetworkID: 'fef699f116bd9e321b070084f02caacfb9fae61a31539a8757ce4a7ddc680edc',
  Options: {
    'com.docker.network.enable_ipv6': false,
    'com.docker.network.generic': {},
    'com.docker.network.internal': true,
  },
  IPv4Data: [{ AddressSpace: 'LocalDefault', Gateway: '10.68.0.1/16', Pool: '10.68.0.0/16' }],
  IPv6Data: [],
}

/** `-p 8000:80 -p 127.0.0.1:5353:53/udp -p 9000-9005:90 -p 81`, in the order in which it came. */
const options = {
  'com.docker.network.endpoint.exposedports': [
    { Proto: 6, Port: 7000 },
    { Proto: 6, Port: 90 },
    { Proto: 6, Port: 80 },
    { Proto: 17, Port: 53 },
    { Proto: 6, Port: 81 },
  ],
  'com.docker.network.portmap': [
    { Proto: 6, IP: '', Port: 90, HostIP: '', HostPort: 9000, HostPortEnd: 9005 },
    { Proto: 6, IP: '', Port: 80, HostIP: '', HostPort: 8000, HostPortEnd: 8000 },
    { Proto: 17, IP: '', Port: 53, HostIP: '127.0.0.1', HostPort: 5353, HostPortEnd: 5353 },
    { Proto: 6, IP: '', Port: 81, HostIP: '', HostPort: 0, HostPortEnd: 0 },
  ],
}

const of = {
  NetworkID: createNetwork.NetworkID,
  EndpointID: '547e967146224ae2f2be2b8576ba101e298f11d55106483b6a4b61bd3a787861',
}

/** `docker run --network n`; the other requests name the same endpoint. */
export const createEndpoint = {
  ...of,
  Interface: { Address: '10.66.0.2/16', AddressIPv6: '', MacAddress: '' },
  Options: options,
}
export const join = { ...of, SandboxKey: '/var/run/docker/netns/a2fcb44f9692', Options: options }
export const program = { ...of, Options: options }
/** Also Leave, EndpointOperInfo and DeleteEndpoint. */
export const revoke = of

/** `docker run --network n --ip 10.66.0.77 --mac-address 02:11:22:33:44:55` */
export const createEndpointAs = {
  NetworkID: createNetwork.NetworkID,
  EndpointID: 'cc98763dcfb06ffff3c6680574dfa69fe427c2222e647a78d35daeb5c6a5c4a5',
  Interface: { Address: '10.66.0.77/16', AddressIPv6: '', MacAddress: '02:11:22:33:44:55' },
  Options: {
    'com.docker.network.endpoint.exposedports': [],
    'com.docker.network.endpoint.macaddress': 'AhEiM0RV',
    'com.docker.network.portmap': [],
  },
}

/** `docker network connect --driver-opt a=b`, to the network with both families. */
export const createEndpoint6 = {
  NetworkID: createNetwork6.NetworkID,
  EndpointID: 'f80c4cc7037121da6af18aa56d4db5abfdd5803e23ec46f271b129f70caca88f',
  Interface: { Address: '10.67.1.0/16', AddressIPv6: 'fd00:67::2/64', MacAddress: '' },
  Options: { a: 'b', 'com.docker.network.endpoint.exposedports': [], 'com.docker.network.portmap': [] },
}

/** `docker network connect`, to the internal network. */
export const createEndpointInternal = {
  NetworkID: createInternal.NetworkID,
  EndpointID: '8507aeca1d08ce9dacd40abd214f6aef88a80063796a79dde8b376fb209ea141',
  Interface: { Address: '10.68.0.2/16', AddressIPv6: '', MacAddress: '' },
  Options: {},
}
