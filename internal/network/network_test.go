package network_test

import (
	"net/netip"
	"testing"

	"rambu.id/internal/network"
)

func TestNetworksAreCoarse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"203.0.113.77": "203.0.113.0/24", "::ffff:203.0.113.9": "203.0.113.0/24", "2001:db8:1:2::9": "2001:db8:1::/48",
	} {
		if got := network.Prefix(netip.MustParseAddr(in)).String(); got != want {
			t.Errorf("%s is counted under %s, want %s", in, got, want)
		}
	}
	if got := network.Prefix(network.Remote("@")); got.IsValid() {
		t.Errorf("no address is counted under %s", got)
	}
}

// However many networks come, few are remembered; whoever comes again and again is not forgotten.
func TestAFloodOfNetworks(t *testing.T) {
	t.Parallel()
	m := network.Remember(func() *int { return new(int) })
	often := netip.MustParseAddr("203.0.113.5")
	first := m.Of(often)
	for i := range 100_000 {
		a := netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), byte(i >> 16)})
		*m.Of(a)++
		if i%1000 == 0 && m.Of(often) != first {
			t.Fatalf("who came again was forgotten after %d networks", i)
		}
	}
	if n := m.Len(); n > network.Most {
		t.Errorf("%d networks are remembered", n)
	}
	for i := range network.Most {
		m.Of(netip.AddrFrom4([4]byte{11, byte(i >> 8), byte(i), 1}))
	}
	if m.Of(often) == first {
		t.Error("who did not come again is remembered for good")
	}
}
