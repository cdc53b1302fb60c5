type Names = Readonly<Record<string, string>>

/** What a request for sockets asks for: a bit for each attribute of the reply. */
const EXTENSIONS: Names = Object.fromEntries(
  ['meminfo', 'info', 'vegasinfo', 'cong', 'tos', 'tclass', 'skmeminfo', 'shutdown'].map((word) => [
    word,
    `1 << (INET_DIAG_${word.toUpperCase()} - 1)`,
  ]),
)

/** Constants behind words of sockets. */
export const SOCKET_WORDS: Readonly<Record<string, Names>> = {
  'inetRequest.ext': EXTENSIONS,
  'netlinkReply.state': { close: 'BPF_TCP_CLOSE' },
  'tcpInfo.caState': {
    disorder: 'TCP_CA_Disorder',
    loss: 'TCP_CA_Loss',
    open: 'TCP_CA_Open',
    recovery: 'TCP_CA_Recovery',
  },
  'ulpInfo.tls.version': { '1.2': 'TLS_1_2_VERSION', '1.3': 'TLS_1_3_VERSION' },
}

/** How the fields of structs of sockets begin in C. */
export const SOCKET_PREFIXES: Names = {
  inet_diag_meminfo: 'idiag_',
  inet_diag_msg: 'idiag_',
  inet_diag_sockid: 'idiag_',
  mptcp_info: 'mptcpi_',
  netlink_diag_msg: 'ndiag_',
  netlink_diag_req: 'ndiag_',
  netlink_diag_ring: 'ndr_',
  packet_diag_info: 'pdi_',
  packet_diag_mclist: 'pdmc_',
  packet_diag_msg: 'pdiag_',
  packet_diag_req: 'pdiag_',
  packet_diag_ring: 'pdr_',
  tcp_bbr_info: 'bbr_',
  tcp_dctcp_info: 'dctcp_',
  tcp_diag_md5sig: 'tcpm_',
  tcp_info: 'tcpi_',
  tcpvegas_info: 'tcpv_',
  unix_diag_msg: 'udiag_',
  unix_diag_req: 'udiag_',
  unix_diag_rqlen: 'udiag_',
  unix_diag_vfs: 'udiag_',
  vsock_diag_msg: 'vdiag_',
  vsock_diag_req: 'vdiag_',
  xdp_diag_msg: 'xdiag_',
  xdp_diag_req: 'xdiag_',
}

/** Fields of sockets whose key is not C's name less that. */
export const SOCKET_MEMBERS: Names = {
  'inet_diag_msg.id': 'id',
  'inet_diag_req_raw.ext': 'idiag_ext',
  'inet_diag_req_raw.family': 'sdiag_family',
  'inet_diag_req_raw.id': 'id',
  'inet_diag_req_raw.protocol': 'sdiag_protocol',
  'inet_diag_req_raw.rawProtocol': 'sdiag_raw_protocol',
  'inet_diag_req_raw.states': 'idiag_states',
  'netlink_diag_req.family': 'sdiag_family',
  'netlink_diag_req.protocol': 'sdiag_protocol',
  'packet_diag_req.family': 'sdiag_family',
  'packet_diag_req.protocol': 'sdiag_protocol',
  'unix_diag_req.family': 'sdiag_family',
  'unix_diag_req.protocol': 'sdiag_protocol',
  'vsock_diag_req.family': 'sdiag_family',
  'vsock_diag_req.protocol': 'sdiag_protocol',
  'xdp_diag_req.family': 'sdiag_family',
  'xdp_diag_req.protocol': 'sdiag_protocol',
}

/** Sizes of structs that have grown, as older headers have them. */
export const GROWN: Readonly<Record<string, readonly (bigint | undefined)[]>> = {
  'sizeof(struct mptcp_info)': [48n, 80n, 88n, 96n],
  'sizeof(struct tcp_info)': [232n, 240n, 248n, 280n],
}

/** Members that headers older than Linux 7.3 may not know: offset and size. */
const NEWER_MEMBERS: Readonly<Record<string, readonly [offset: bigint, size: bigint]>> = {
  'mptcp_info.mptcpi_retransmits': [44n, 4n],
  'mptcp_info.mptcpi_bytes_retrans': [48n, 8n],
  'mptcp_info.mptcpi_bytes_sent': [56n, 8n],
  'mptcp_info.mptcpi_bytes_received': [64n, 8n],
  'mptcp_info.mptcpi_bytes_acked': [72n, 8n],
  'mptcp_info.mptcpi_subflows_total': [80n, 1n],
  'mptcp_info.mptcpi_endp_laminar_max': [81n, 1n],
  'mptcp_info.mptcpi_endp_fullmesh_max': [82n, 1n],
  'mptcp_info.mptcpi_last_data_sent': [84n, 4n],
  'mptcp_info.mptcpi_last_data_recv': [88n, 4n],
  'mptcp_info.mptcpi_last_ack_recv': [92n, 4n],
  'tcp_info.tcpi_rcv_wnd': [232n, 4n],
  'tcp_info.tcpi_rehash': [236n, 4n],
  'tcp_info.tcpi_total_rto': [240n, 2n],
  'tcp_info.tcpi_total_rto_recoveries': [242n, 2n],
  'tcp_info.tcpi_total_rto_time': [244n, 4n],
  'tcp_info.tcpi_received_ce': [248n, 4n],
  'tcp_info.tcpi_delivered_e1_bytes': [252n, 4n],
  'tcp_info.tcpi_delivered_e0_bytes': [256n, 4n],
  'tcp_info.tcpi_delivered_ce_bytes': [260n, 4n],
  'tcp_info.tcpi_received_e1_bytes': [264n, 4n],
  'tcp_info.tcpi_received_e0_bytes': [268n, 4n],
  'tcp_info.tcpi_received_ce_bytes': [272n, 4n],
}

/** What headers older than Linux 7.3 may not know of sockets, with the value that newer ones have. */
export const NEWER_OF_SOCKETS: Readonly<Record<string, bigint>> = {
  ...Object.fromEntries(Object.entries(NEWER_MEMBERS).map(([name, [offset]]) => [name, offset])),
  ...Object.fromEntries(Object.entries(NEWER_MEMBERS).map(([name, [, size]]) => [`sizeof ${name}`, size])),
  '1 << BPF_TCP_BOUND_INACTIVE': 1n << 13n,
  BPF_TCP_BOUND_INACTIVE: 13n,
  IDIAG_TIMER_DELACK: 5n,
  IDIAG_TIMER_KEEPALIVE: 2n,
  IDIAG_TIMER_OFF: 0n,
  IDIAG_TIMER_ON: 1n,
  IDIAG_TIMER_PROBE0: 4n,
  IDIAG_TIMER_TIMEWAIT: 3n,
  TCPI_OPT_TFO_CHILD: 128n,
  TCPI_OPT_USEC_TS: 64n,
  TLS_INFO_TX_MAX_PAYLOAD_LEN: 7n,
}
