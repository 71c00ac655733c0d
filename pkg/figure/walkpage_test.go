package figure

import (
	"math"
	"strings"
	"testing"
)

func TestHalf(t *testing.T) {
	for v, want := range map[float32]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 0.1: 0x2e66, 65504: 0x7bff, 1e9: 0x7bff, 0x1p-14: 0x0400, 0x1p-24: 1, -0x1p-15: 0x8200, 1.9999999: 0x4000,
	} {
		if got := half(v); got != want {
			t.Errorf("half(%g) = %#04x, want %#04x", v, got, want)
		}
	}
}

func TestWalkPage(t *testing.T) {
	weights, biases := [][]float32{{1, 2, 3, 4, 5, 6, 7, 8}}, [][]float32{{1, 2, 3, 4}}
	z, labels := [][]float32{{0, 1}, {2, -1}}, []int{1, 6}
	page := WalkPage(weights, biases, z, labels, "</script> 1, 6 · seed 1")
	if page.Err() != nil {
		t.Fatal(page.Err())
	}
	if n := strings.Count(page.HTML, "</script>"); n != 2 {
		t.Errorf("the page ends %d scripts, want its own two: the caption must not end one", n)
	}
	for _, bad := range []Page{
		WalkPage(weights, nil, z, labels, ""),
		WalkPage([][]float32{{1, 2, 3}}, biases, z, labels, ""),
		WalkPage([][]float32{{1, 2, 3, 4, 5, 6}}, [][]float32{{1, 2, 3}}, z, labels, ""),
		WalkPage(weights, biases, [][]float32{{float32(math.NaN()), 0}}, nil, ""),
		WalkPage(weights, biases, [][]float32{{0}}, nil, ""),
		WalkPage(weights, biases, z, []int{1}, ""),
	} {
		if bad.Err() == nil || bad.HTML != "" {
			t.Errorf("a page of what does not fit: %v", bad.Err())
		}
	}
}
