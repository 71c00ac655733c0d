package checkpoint

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"latentlab/pkg/progress"
)

// save writes a checkpoint of one file with that content.
func save(t testing.TB, l *Lock, m Manifest, content string) Manifest {
	t.Helper()
	m, err := l.Save(m, func(dir string) error { return os.WriteFile(filepath.Join(dir, "weights.bin"), []byte(content), 0o600) })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func at(t testing.TB, name string) Dir {
	t.Helper()
	dir, err := At(name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func locked(t testing.TB, dir Dir) *Lock {
	t.Helper()
	l, err := dir.Lock()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Unlock)
	return l
}

// content returns what a checkpoint's one file holds.
func content(dir Dir) (text string, err error) {
	err = dir.Weights(func(m Manifest, weights string) error {
		data, err := os.ReadFile(filepath.Join(weights, "weights.bin"))
		text = string(data)
		return err
	})
	return text, err
}

func example() Manifest {
	return Manifest{
		Identity: Identity{Model: "autoencoder", Pixels: 6, Variables: []string{"a [6 2]"}, Probe: []float64{0.5, 2}, Sigma: 0.1, Steps: 3, Batch: 2},
		Step:     2, Seconds: 1.5, Backend: "Go", Versions: map[string]string{"go": "1"},
		Losses: []progress.Series{{Name: "mse", Values: []float32{3, 2}}},
	}
}

func TestSaveAndRead(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	if _, err := dir.Read(); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "there is no small in") {
		t.Errorf("a checkpoint that is not there: %v", err)
	}
	l := locked(t, dir)
	first := save(t, l, example(), "first")
	if err := dir.SaveCodes(first, "train", [][]float32{{1, 2}}, []int{5}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"notes.txt", ".manifest.json.123"} { // a student's, and what a killed save has left
		if err := os.WriteFile(filepath.Join(dir.Path, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := example()
	want.Step = 3
	want = save(t, l, want, "second")
	got, err := dir.Read()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("read back: %v\n%s", err, diff)
	}
	if text, err := content(dir); err != nil || text != "second" {
		t.Errorf("it holds %q, %v", text, err)
	}
	var names []string
	entries, _ := os.ReadDir(dir.Path)
	for _, e := range entries {
		names = append(names, strings.SplitAfter(e.Name(), "weights-")[0])
	}
	if diff := cmp.Diff([]string{".lock", "manifest.json", "notes.txt", "weights-"}, names); diff != "" {
		t.Errorf("the directory holds more or less than it should:\n%s", diff)
	}
}

// A save that fails, wherever, leaves the checkpoint that was there.
func TestFailedSaveLeavesTheOneBefore(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	l := locked(t, dir)
	save(t, l, example(), "good")
	full := errors.New("no space left on device")
	if _, err := l.Save(example(), func(dir string) error {
		os.WriteFile(filepath.Join(dir, "weights.bin"), []byte("ha"), 0o600)
		return full
	}); !errors.Is(err, full) || !strings.Contains(err.Error(), "saving small") {
		t.Errorf("the error is %v", err)
	}
	if text, err := content(dir); err != nil || text != "good" {
		t.Errorf("afterwards it holds %q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir.Path, "weights-*")); len(left) != 1 {
		t.Errorf("the failed save left %v", left)
	}
}

func TestOneWriterAtATime(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	l := locked(t, dir)
	if _, err := dir.Lock(); err == nil || !strings.Contains(err.Error(), "small is being trained by another cell or program (process ") {
		t.Errorf("the second writer is told %v", err)
	}
	l.Unlock()
	again, err := dir.Lock()
	if err != nil {
		t.Fatal(err)
	}
	again.Unlock()
}

// A reader that meets a save looks again.
func TestReaderLooksAgain(t *testing.T) {
	t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
	dir := at(t, "small")
	l := locked(t, dir)
	save(t, l, example(), "first")
	times, seen := 0, ""
	err := dir.Weights(func(m Manifest, weights string) error {
		if times++; times == 1 {
			later := example()
			later.Step = 3
			save(t, l, later, "second")
		}
		data, err := os.ReadFile(filepath.Join(weights, "weights.bin"))
		seen = string(data)
		return err
	})
	if err != nil || seen != "second" || times != 2 {
		t.Errorf("after %d looks it has seen %q, %v", times, seen, err)
	}
}

// damage changes one thing and says what is to be found.
var damage = []struct {
	name, file string
	change     func([]byte) []byte
	want       string
}{
	{"weights cut short", "weights-*/weights.bin", func(b []byte) []byte { return b[:1] }, "weights.bin is damaged or cut short"},
	{"weights flipped", "weights-*/weights.bin", func(b []byte) []byte { b[0] ^= 1; return b }, "weights.bin is damaged or cut short"},
	{"weights gone", "weights-*/weights.bin", nil, "weights.bin is missing"},
	{"manifest cut short", manifestName, func(b []byte) []byte { return b[:len(b)/2] }, "manifest.json is damaged or cut short"},
	{"seconds changed", manifestName, replaced(`"seconds": 1.5`, `"seconds": 1.7`), "manifest.json is damaged: its content is not that of its digest"},
	{"digest changed", manifestName, replaced(`"sha256": "`, `"sha256": "0`), "manifest.json is damaged: its content is not that of its digest"},
	{"another JSON", manifestName, func([]byte) []byte { return []byte(`{"manifest": 3}`) }, "manifest.json is damaged"},
	{"empty", manifestName, func([]byte) []byte { return nil }, "manifest.json is damaged or cut short"},
}

func replaced(old, by string) func([]byte) []byte {
	return func(b []byte) []byte { return []byte(strings.Replace(string(b), old, by, 1)) }
}

func TestDamageIsSaid(t *testing.T) {
	for _, test := range damage {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("LATENTLAB_CHECKPOINTS", t.TempDir())
			dir := at(t, "small")
			save(t, locked(t, dir), example(), "good")
			found, _ := filepath.Glob(filepath.Join(dir.Path, test.file))
			if len(found) != 1 {
				t.Fatalf("%s matches %v", test.file, found)
			}
			before, _ := os.ReadFile(found[0])
			if test.change == nil {
				os.Remove(found[0])
			} else if after := test.change(before); string(after) == string(before) && len(before) > 0 && test.name != "weights flipped" {
				t.Fatal("nothing was changed")
			} else if err := os.WriteFile(found[0], after, 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := content(dir)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "delete "+dir.Path) {
				t.Errorf("the error is %v, want one with %q and the way out", err, test.want)
			}
		})
	}
}

// A manifest whose digest is right may still have been written by somebody else.
func TestManifestThatPointsOutside(t *testing.T) {
	name := filepath.Join(t.TempDir(), manifestName)
	for _, files := range []map[string]string{{"../x/y": "0"}, {"/etc/passwd": "0"}, {}, {"a/b": "0", "c/d": "0"}} {
		m := example()
		m.Files = files
		if _, err := m.write(name); err != nil {
			t.Fatal(err)
		}
		for range 50 { // Go takes the files of a map in another order each time
			if _, err := readManifest(name); err == nil || !strings.Contains(err.Error(), "manifest.json is damaged") {
				t.Fatalf("files %v: %v", files, err)
			}
		}
	}
}

// testdata/earlier is what the version before this manifest wrote.
func TestEarlierCheckpointIsLeftAsItIs(t *testing.T) {
	root := t.TempDir()
	t.Setenv("LATENTLAB_CHECKPOINTS", root)
	if err := os.CopyFS(root, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	dir := at(t, "earlier")
	for what, err := range map[string]error{
		"reading": func() error { _, err := dir.Read(); return err }(),
		"writing": func() error { _, err := dir.Lock(); return err }(),
	} {
		if !errors.Is(err, ErrEarlier) || !strings.Contains(err.Error(), "it is left as it is; train under another name, or delete") {
			t.Errorf("%s: %v", what, err)
		}
	}
	got, _ := os.ReadFile(filepath.Join(dir.Path, manifestName))
	want, _ := os.ReadFile(filepath.Join("testdata", "earlier", manifestName))
	if string(got) != string(want) || len(want) == 0 {
		t.Error("it is no longer as it was")
	}
	if entries, _ := os.ReadDir(dir.Path); len(entries) != 2 {
		t.Errorf("the directory holds %v, want the manifest and the tensors", entries)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"", "../x", "a/b", `a\b`, ".hidden", "a\x00b"} {
		if _, err := At(name); err == nil || !strings.Contains(err.Error(), "want a plain name") {
			t.Errorf("At takes the name %q: %v", name, err)
		}
	}
}
