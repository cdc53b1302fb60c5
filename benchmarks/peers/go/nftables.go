package main

import (
	"fmt"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

const (
	// What one transaction holds: google/nftables 0.1.0 cannot raise the buffers of its socket. Every rule is answered twice (its ack and its
	// echo, of which only one is read), and a message of elements is at most 64 KiB long.
	rulesAtOnce    = 100
	elementsAtOnce = 4000
	messagesAtOnce = 3
	ports          = 60000
)

// ruleset is the skeleton of WORK.md.
type ruleset struct {
	connection *nftables.Conn
	table      *nftables.Table
	chain      *nftables.Chain
	set        *nftables.Set
}

func makeRuleset() (*ruleset, error) {
	connection, err := nftables.New()
	if err != nil {
		return nil, err
	}
	table := connection.AddTable(&nftables.Table{Family: nftables.TableFamilyINet, Name: "bench"})
	chain := connection.AddChain(&nftables.Chain{Name: "forward", Table: table})
	set := &nftables.Set{Table: table, Name: "hosts", KeyType: nftables.TypeIPAddr}
	if err := connection.AddSet(set, nil); err != nil {
		return nil, err
	}
	return &ruleset{connection, table, chain, set}, connection.Flush()
}

func equal(data ...byte) *expr.Cmp { return &expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: data} }

func (r *ruleset) rule(i int) *nftables.Rule {
	return &nftables.Rule{Table: r.table, Chain: r.chain, Exprs: []expr.Any{
		&expr.Meta{Key: expr.MetaKeyNFPROTO, Register: 1},
		equal(unix.NFPROTO_IPV4),
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: 12, Len: 4},
		equal(addressOf(i)...),
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		equal(unix.IPPROTO_TCP),
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseTransportHeader, Offset: 2, Len: 2},
		equal(binaryutil.BigEndian.PutUint16(uint16(1 + i%ports))...),
		&expr.Counter{},
		&expr.Verdict{Kind: expr.VerdictAccept},
	}}
}

func (r *ruleset) addRules(items int) (span, error) {
	begun := begin()
	for i := 0; i < items; i++ {
		r.connection.AddRule(r.rule(i))
		if (i+1)%rulesAtOnce != 0 && i+1 < items {
			continue
		}
		if err := r.connection.Flush(); err != nil {
			return span{}, err
		}
	}
	return begun.end(), nil
}

func (r *ruleset) listRules(items int) (span, error) {
	begun := begin()
	rules, err := r.connection.GetRules(r.table, r.chain)
	took := begun.end()
	if err != nil {
		return took, err
	}
	return took, expectCount("rules", len(rules), items)
}

func elementsOf(first, end int) []nftables.SetElement {
	made := make([]nftables.SetElement, 0, end-first)
	for i := first; i < end; i++ {
		made = append(made, nftables.SetElement{Key: addressOf(i)})
	}
	return made
}

func (r *ruleset) addElements(items int) (span, error) {
	begun := begin()
	for first, message := 0, 1; first < items; first, message = first+elementsAtOnce, message+1 {
		end := first + elementsAtOnce
		if end > items {
			end = items
		}
		if err := r.connection.SetAddElements(r.set, elementsOf(first, end)); err != nil {
			return span{}, err
		}
		if message%messagesAtOnce != 0 && end < items {
			continue
		}
		if err := r.connection.Flush(); err != nil {
			return span{}, err
		}
	}
	return begun.end(), nil
}

func (r *ruleset) listElements(items int) (span, error) {
	begun := begin()
	elements, err := r.connection.GetSetElements(r.set)
	took := begun.end()
	if err != nil {
		return took, err
	}
	return took, expectCount("elements", len(elements), items)
}

// measured adds and lists, and returns how long one of them took.
func measured(items int, add, list func(*ruleset, int) (span, error), ofList bool) (span, error) {
	r, err := makeRuleset()
	if err != nil {
		return span{}, err
	}
	adding, err := add(r, items)
	if err != nil {
		return span{}, err
	}
	listing, err := list(r, items)
	if ofList {
		return listing, err
	}
	return adding, err
}

func nftRules(items int) (span, string, error) {
	took, err := measured(items, (*ruleset).addRules, (*ruleset).listRules, false)
	return took, fmt.Sprintf("%d rules a transaction: it cannot raise its buffers", rulesAtOnce), err
}

func nftListRules(items int) (span, string, error) {
	took, err := measured(items, (*ruleset).addRules, (*ruleset).listRules, true)
	return took, "", err
}

func nftElements(items int) (span, string, error) {
	took, err := measured(items, (*ruleset).addElements, (*ruleset).listElements, false)
	return took, fmt.Sprintf("%d elements a transaction: it cannot raise its buffers", elementsAtOnce*messagesAtOnce), err
}

func nftListElements(items int) (span, string, error) {
	took, err := measured(items, (*ruleset).addElements, (*ruleset).listElements, true)
	return took, "", err
}
