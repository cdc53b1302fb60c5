/** The network that podman 5.4 sends for `podman network create --driver netlink-ts --subnet 10.71.0.0/16 nt`. */
export const network = {
  name: 'nt',
  id: '4813353e49d1e9a0c5d7e9a2e0a1b4a6d4f8f2b8c1ad2f6c8d9e0f1a2b3c4d5e',
  driver: 'netlink-ts',
  network_interface: 'nl4813353e49',
  subnets: [{ subnet: '10.71.0.0/16', gateway: '10.71.0.1', lease_range: null }],
  internal: false,
  ipv6_enabled: false,
  dns_enabled: true,
  options: null,
  ipam_options: null,
  routes: null,
  network_dns_servers: null,
}

/** What podman 5.4 sends for a container in it. */
export function container(id: string, ip: string, port_mappings: unknown = null) {
  const network_options = { aliases: [id], interface_name: 'eth0', static_ips: [ip], static_mac: null, options: null }
  return { container_id: id, container_name: id, port_mappings, network, network_options }
}
