"""nftables: messages laid into one transaction by the batch call of the socket."""

from socket import SO_SNDBUF, SOL_SOCKET

from number import packed
from outcome import Outcome, expect_count, now
from pyroute2.netlink import NLM_F_ACK, NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REQUEST
from pyroute2.netlink.nfnetlink import NFNL_SUBSYS_NFTABLES, nfgen_msg
from pyroute2.netlink.nfnetlink.nftsocket import (
    NFT_MSG_GETRULE,
    NFT_MSG_GETSETELEM,
    NFT_MSG_NEWCHAIN,
    NFT_MSG_NEWRULE,
    NFT_MSG_NEWSET,
    NFT_MSG_NEWSETELEM,
    NFT_MSG_NEWTABLE,
    nft_chain_msg,
    nft_rule_msg,
    nft_set_elem_list_msg,
    nft_set_msg,
    nft_table_msg,
)
from pyroute2.nftables.expressions import genex, verdict
from pyroute2.nftables.main import NFTables

INET, BEGIN, END = 1, 0x10, 0x11
SO_SNDBUFFORCE = 32
LARGEST = 512 * 1024 * 1024
# A nest is 65 535 bytes long at most, and an element of four bytes takes sixteen of them.
ELEMENTS_A_MESSAGE = 4000
PORTS = 60000
NETWORK, TRANSPORT = 1, 2
META_NFPROTO, META_L4PROTO = 15, 16
IPV4, TCP, ACCEPT = 2, 6, 1


def message(kind, number, attributes, flags=NLM_F_CREATE):
    made = kind()
    made['nfgen_family'] = INET
    made['header']['type'] = NFNL_SUBSYS_NFTABLES << 8 | number
    made['header']['flags'] = NLM_F_REQUEST | flags
    made['attrs'] = attributes
    return made


def bound(number):
    made = nfgen_msg()
    made['res_id'] = NFNL_SUBSYS_NFTABLES
    made['header']['type'] = number
    made['header']['flags'] = NLM_F_REQUEST
    return made


def transact(nft, messages):
    """One transaction; the ack of the last message is the answer."""
    messages[-1]['header']['flags'] |= NLM_F_ACK
    nft.nlm_request_batch([bound(BEGIN), *messages, bound(END)])


def ruleset():
    nft = NFTables(nfgen_family=INET)
    try:
        nft.setsockopt(SOL_SOCKET, SO_SNDBUFFORCE, LARGEST)
    except PermissionError:
        # Without root, net.core.wmem_max is the limit.
        nft.setsockopt(SOL_SOCKET, SO_SNDBUF, LARGEST)
    table = [('NFTA_TABLE_NAME', 'bench')]
    chain = [('NFTA_CHAIN_TABLE', 'bench'), ('NFTA_CHAIN_NAME', 'forward')]
    hosts = [
        ('NFTA_SET_TABLE', 'bench'),
        ('NFTA_SET_NAME', 'hosts'),
        ('NFTA_SET_KEY_TYPE', 7),
        ('NFTA_SET_KEY_LEN', 4),
        ('NFTA_SET_ID', 1),
    ]
    transact(
        nft,
        [
            message(nft_table_msg, NFT_MSG_NEWTABLE, table),
            message(nft_chain_msg, NFT_MSG_NEWCHAIN, chain),
            message(nft_set_msg, NFT_MSG_NEWSET, hosts),
        ],
    )
    return nft


def meta(key):
    return genex('meta', {'key': key, 'dreg': 1})


def payload(base, offset, length):
    return genex('payload', {'dreg': 1, 'base': base, 'offset': offset, 'len': length})


def equal(data):
    return genex('cmp', {'sreg': 1, 'op': 0, 'data': {'attrs': [('NFTA_DATA_VALUE', data)]}})


def rule(i):
    expressions = [
        meta(META_NFPROTO),
        equal(bytes((IPV4,))),
        payload(NETWORK, 12, 4),
        equal(packed(i)),
        meta(META_L4PROTO),
        equal(bytes((TCP,))),
        payload(TRANSPORT, 2, 2),
        equal((1 + i % PORTS).to_bytes(2, 'big')),
        genex('counter', {}),
        *verdict(ACCEPT),
    ]
    attributes = [
        ('NFTA_RULE_TABLE', 'bench'),
        ('NFTA_RULE_CHAIN', 'forward'),
        ('NFTA_RULE_EXPRESSIONS', expressions),
    ]
    return message(nft_rule_msg, NFT_MSG_NEWRULE, attributes, NLM_F_CREATE | NLM_F_APPEND)


def element(i):
    return {'attrs': [('NFTA_SET_ELEM_KEY', {'attrs': [('NFTA_DATA_VALUE', packed(i))]})]}


def of_hosts(*attributes):
    return [('NFTA_SET_ELEM_LIST_TABLE', 'bench'), ('NFTA_SET_ELEM_LIST_SET', 'hosts'), *attributes]


def some_elements(first, end):
    attributes = of_hosts(('NFTA_SET_ELEM_LIST_ELEMENTS', [element(i) for i in range(first, end)]))
    return message(nft_set_elem_list_msg, NFT_MSG_NEWSETELEM, attributes)


def add_rules(nft, items):
    begun = now()
    transact(nft, [rule(i) for i in range(items)])
    return now() - begun


def add_elements(nft, items):
    begun = now()
    step = ELEMENTS_A_MESSAGE
    transact(nft, [some_elements(first, min(first + step, items)) for first in range(0, items, step)])
    return now() - begun


def dump_rules(nft):
    request = nft_rule_msg()
    request['attrs'] = [('NFTA_RULE_TABLE', 'bench'), ('NFTA_RULE_CHAIN', 'forward')]
    return nft.request_get(request, NFT_MSG_GETRULE, NLM_F_REQUEST | NLM_F_DUMP)


def dump_elements(nft):
    request = nft_set_elem_list_msg()
    request['attrs'] = of_hosts()
    answers = nft.request_get(request, NFT_MSG_GETSETELEM, NLM_F_REQUEST | NLM_F_DUMP)
    return [element for answer in answers for element in answer.get_attr('NFTA_SET_ELEM_LIST_ELEMENTS')]


def measured(items, what, add, dump):
    """How long adding and listing took, after both were verified."""
    nft = ruleset()
    adding = add(nft, items)
    begun = now()
    found = dump(nft)
    listing = now() - begun
    expect_count(what, len(found), items)
    return adding, listing


def rules(items):
    return Outcome(measured(items, 'rules', add_rules, dump_rules)[0])


def list_rules(items):
    return Outcome(measured(items, 'rules', add_rules, dump_rules)[1])


def elements(items):
    return Outcome(measured(items, 'elements', add_elements, dump_elements)[0])


def list_elements(items):
    return Outcome(measured(items, 'elements', add_elements, dump_elements)[1])
