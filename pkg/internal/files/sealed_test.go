package files

import (
	"os"
	"path/filepath"
	"testing"
)

// A sealed file with any of its bits flipped, or cut anywhere, is refused, or is read as what it was.
func TestSeal(t *testing.T) {
	name := filepath.Join(t.TempDir(), "seeds.json")
	want := map[string]float64{"test_mse": 0.0315, "sd": 1e-4}
	digest, err := Seal(name, "seeds", want)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	same := func(got map[string]float64) bool {
		return len(got) == len(want) && got["test_mse"] == want["test_mse"] && got["sd"] == want["sd"]
	}
	var got map[string]float64
	if d, err := Unseal(text, "seeds", &got); err != nil || d != digest || !same(got) {
		t.Fatalf("Unseal = %v, %v, content %v", d, err, got)
	}
	refused := 0
	for bit := range 8 * len(text) {
		flipped := append([]byte(nil), text...)
		flipped[bit/8] ^= 1 << (bit % 8)
		var got map[string]float64
		if _, err := Unseal(flipped, "seeds", &got); err != nil {
			refused++
		} else if !same(got) {
			t.Errorf("bit %d flipped: it reads %v", bit, got)
		}
	}
	if refused < 7*len(text) {
		t.Errorf("%d of %d flipped bits were found", refused, 8*len(text))
	}
	for n := range len(text) - 2 { // without the line's end it is whole
		if _, err := Unseal(text[:n], "seeds", &got); err == nil {
			t.Errorf("the first %d of %d bytes are taken for the whole", n, len(text))
		}
	}
}
