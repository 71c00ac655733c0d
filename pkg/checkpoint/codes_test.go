package checkpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCodesAreThoseOfTheModel(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	l := locked(t, dir)
	m := save(t, l, example(), "first")
	z, labels := [][]float32{{1, 0.5}, {-3, 1e-30}}, []int{5, -6}
	if err := dir.SaveCodes(m, "train", z, labels); err != nil {
		t.Fatal(err)
	}
	gotZ, gotLabels, err := dir.Codes("train")
	if diff := cmp.Diff(z, gotZ) + cmp.Diff(labels, gotLabels); err != nil || diff != "" {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	if _, _, err := dir.Codes("test"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "run the notebook's first cell") {
		t.Errorf("codes that nobody kept: %v", err)
	}

	// The model is trained anew: its codes are no longer those that were kept, even where the file is put back.
	kept, err := os.ReadFile(dir.codesPath(m, "train"))
	if err != nil {
		t.Fatal(err)
	}
	later := example()
	later.Step = 3
	later = save(t, l, later, "second")
	if _, _, err := dir.Codes("train"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after another training there are codes: %v", err)
	}
	if err := dir.SaveCodes(later, "train", z, labels); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir.codesPath(later, "train"), kept, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := dir.Codes("train"); err == nil || !strings.Contains(err.Error(), "those of other images or another model") {
		t.Errorf("the codes of the model before: %v", err)
	}
}

// Whatever happens to the file, no other codes come out.
func TestDamagedCodes(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	m := save(t, locked(t, dir), example(), "first")
	z, labels := [][]float32{{1, 2}, {3, 4}, {5, 6}}, []int{1, 5, 6}
	if err := dir.SaveCodes(m, "train", z, labels); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(dir.codesPath(m, "train"))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		bad := []byte(string(good))
		switch rng.IntN(3) {
		case 0:
			bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
		case 1:
			bad = bad[:rng.IntN(len(bad))]
		case 2:
			bad = append(bad, bad[rng.IntN(len(bad)):]...)
		}
		if string(bad) == string(good) {
			continue
		}
		gotZ, gotLabels, err := parseCodes(bad, "train", m.Digest)
		if err == nil && (!cmp.Equal(gotZ, z) || !cmp.Equal(gotLabels, labels)) {
			t.Fatalf("%q gives other codes: %v, %v", bad, gotZ, gotLabels)
		}
	}
	for _, header := range []string{
		`{"codes":"train","model":"` + m.Digest + `","count":9223372036854775807,"dim":2}`,
		`{"codes":"train","model":"` + m.Digest + `","count":-1,"dim":-1}`,
		`{"codes":"train","model":"` + m.Digest + `","count":1,"dim":9223372036854775807}`,
	} {
		if _, _, err := parseCodes([]byte(header+"\n"), "train", m.Digest); err == nil || !strings.Contains(err.Error(), "damaged or cut short") {
			t.Errorf("%s: %v", header, err)
		}
	}
}

// FuzzCodes: what is accepted is what could have been written. A digest that fits is given to each text as well, or the
// fuzzer would not get past it.
func FuzzCodes(f *testing.F) {
	f.Setenv("LATENTLAB_CHECKPOINTS", f.TempDir())
	dir, m := at(f, "small"), Manifest{Digest: "x"}
	if err := dir.SaveCodes(m, "train", [][]float32{{1, 0.5}, {-3, 1e-30}}, []int{5, -6}); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(dir.codesPath(m, "train"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-4])
	f.Add([]byte(`{"codes":"train","model":"x","count":1,"dim":1,"sha256":"0"}` + "\n\x00\x00\x80?\x05\x00\x00\x00"))
	f.Add([]byte(`{"codes":"train","model":"x","count":4611686018427387904,"dim":4,"sha256":"0"}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, text := range [][]byte{text, withDigest(text)} {
			z, labels, err := parseCodes(text, "train", "x")
			if err != nil {
				continue
			}
			if err := dir.SaveCodes(m, "train", z, labels); err != nil {
				t.Fatal(err)
			}
			_, want, _ := bytes.Cut(text, []byte("\n"))
			again, err := os.ReadFile(dir.codesPath(m, "train"))
			if _, payload, _ := bytes.Cut(again, []byte("\n")); err != nil || !bytes.Equal(payload, want) {
				t.Errorf("%q is accepted, and written again as %q (%v)", text, again, err)
			}
		}
	})
}

// withDigest returns a text of codes with the digest that it should have.
func withDigest(text []byte) []byte {
	line, payload, _ := bytes.Cut(text, []byte("\n"))
	var h header
	if json.Unmarshal(line, &h) != nil {
		return text
	}
	h.Payload = h.digest(payload)
	line, _ = json.Marshal(h) // numbers and strings
	return append(append(line, '\n'), payload...)
}

// FuzzManifest: what is accepted is, written again, the same manifest. Each text is the whole file, and the content of one
// whose digest fits.
func FuzzManifest(f *testing.F) {
	name := filepath.Join(f.TempDir(), manifestName)
	m := example()
	m.Files = map[string]string{"weights-1/weights.bin": "0"}
	if _, err := m.write(name); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(name)
	if err != nil {
		f.Fatal(err)
	}
	content, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(content)
	f.Add([]byte(`{"files": {"../weights.bin": "0"}}`))
	f.Add([]byte(`{"sha256": "", "manifest": {}}`))
	f.Add([]byte(`{"recipe": "Adam"}`))
	f.Add([]byte(`{"sha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","manifest":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		sealed := text
		var plain bytes.Buffer
		if json.Compact(&plain, text) == nil {
			sealed = fmt.Appendf(nil, `{"sha256": %q, %q: %s}`, digestOf(plain.Bytes()), manifestKey, text)
		}
		for _, text := range [][]byte{text, sealed} {
			m, err := parseManifest(text)
			if err != nil {
				continue
			}
			if len(m.Files) == 0 {
				t.Error("a manifest without files, without an error")
			}
			for file := range m.Files {
				if !filepath.IsLocal(file) {
					t.Errorf("%q is a file of the checkpoint", file)
				}
			}
			if _, err := m.write(name); err != nil {
				t.Fatal(err)
			}
			again, err := readManifest(name)
			again.Digest = m.Digest // of other bytes, where the text had fields of its own
			if diff := cmp.Diff(m, again); err != nil || diff != "" {
				t.Errorf("written again it is another: %v\n%s", err, diff)
			}
		}
	})
}
