package search_test

import (
	"testing"

	"rambu.id/law"
	"rambu.id/law/search"
)

func BenchmarkRegister(b *testing.B) {
	p, err := law.Default()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		search.Register(p)
	}
}

func BenchmarkFind(b *testing.B) {
	p, err := law.Default()
	if err != nil {
		b.Fatal(err)
	}
	x := search.Register(p)
	for b.Loop() {
		x.Find("pemakaian fasilitas negra oleh pegawei", 20)
	}
}
