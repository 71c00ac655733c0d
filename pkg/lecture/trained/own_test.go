package trained

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"latentlab/pkg/backend"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
)

// TestOwn runs itself as another process, the first cell of a notebook in a lecture that is one's own: it trains, and what it
// leaves knows whose images those were.
func TestOwn(t *testing.T) {
	if os.Getenv("OWN") != "" {
		x := lecture.Digits()
		lecture.Introduce(x, OpenOrTrain(x, backend.Go).Engine())
		z, _ := lecture.Codes(x, "test")
		lecture.Record(x, lecture.Numbers{"codes": len(z), "dimensions": len(z[0])})
		return
	}
	root := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for part, count := range map[string]int{"train": 6000, "t10k": 3000} {
		labels, images := bars(count)
		write("data/bars/"+part+"-labels-idx1-ubyte", labels)
		write("data/bars/"+part+"-images-idx3-ubyte", images)
	}
	cell := func(settings string) string {
		t.Helper()
		write("notebooks/lecture.yaml", settings)
		results := filepath.Join(t.TempDir(), "results.json")
		command := exec.Command(os.Args[0], "-test.run=^TestOwn$")
		command.Env = append(os.Environ(), "OWN=1", "LATENTLAB_ROOT="+root, "LATENTLAB_CHECKPOINTS=", "LATENTLAB_DIGITS=", "LATENTLAB_SEED=1",
			"LATENTLAB_RESULTS="+results, "GOTRACEBACK=none")
		said, err := command.CombinedOutput()
		if err != nil {
			t.Errorf("with %q it ends with %v: %s", settings, err, said)
		}
		if recorded, err := os.ReadFile(results); err == nil {
			said = append(said, recorded...)
		}
		return string(said)
	}
	holds := func(said string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("it says\n%swant %s", said, want)
			}
		}
	}
	const images = "images: {name: Bars, directory: data/bars}\n"
	first := cell(images + "digits: [2, 3, 8]\nsteps: 3\n")
	holds(first, "The lecture's autoencoder is trained now, as in notebook 03: there is no checkpoint autoencoder-bars-238-seed-1 yet.",
		"3 steps on", "digits   Bars 2, 3, 8: 1800 images to train on, 900 to test", `"source": "Bars"`, `"digits": "Bars 2, 3, 8"`, `"dimensions": 2`)
	if strings.Contains(first, "MNIST") {
		t.Errorf("images of one's own are called MNIST: %s", first)
	}
	if again := cell(images + "digits: [2, 3, 8]\nsteps: 3\n"); strings.Contains(again, "is trained now") {
		t.Errorf("the same lecture is trained again: %s", again)
	}
	holds(cell(images+"digits: [2, 3, 8]\nsteps: 4\n"), "its number of steps is 3 where 4 is wanted", "4 steps on")
	holds(cell(images+"digits: [2, 3, 8]\nsteps: 4\nlatent: 3\n"), "its layers are", `"dimensions": 3`)
	holds(cell(images+"digits: [2, 3]\nsteps: 3\n"), "there is no checkpoint autoencoder-bars-23-seed-1 yet")

	// Other images under the same name.
	labels, other := bars(6010)
	write("data/bars/train-labels-idx1-ubyte", labels)
	write("data/bars/train-images-idx3-ubyte", other)
	holds(cell(images+"digits: [2, 3]\nsteps: 3\n"), "it was trained on other images")
}

// bars returns files of labels and images in MNIST's format: of each label a bar, the higher the greater it is.
func bars(n int) (labels, images string) {
	size := func(v int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(v))) }
	var label, pixels strings.Builder
	for i := range n {
		label.WriteByte(byte(i % 10))
		ink := (i%10 + 1) * 2 * digits.Side
		pixels.WriteString(strings.Repeat("\x00", digits.Pixels-ink) + strings.Repeat("\xff", ink))
	}
	return "\x00\x00\x08\x01" + size(n) + label.String(),
		"\x00\x00\x08\x03" + size(n) + size(digits.Side) + size(digits.Side) + pixels.String()
}
