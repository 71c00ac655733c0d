package lecture_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"latentlab/pkg/figure"
	"latentlab/pkg/figure/paint"
	"latentlab/pkg/lecture"
	"latentlab/pkg/settings"
)

// TestOwn runs itself as another process, a cell of a lecture that is one's own, for each setting of notebooks/lecture.yaml.
func TestOwn(t *testing.T) {
	if os.Getenv("OWN") != "" {
		cell()
		return
	}
	for _, test := range []struct{ settings, figure, said string }{
		{"", "#3F90DA", "built-in digits 1, 5, 6 · seed 1, autoencoder-builtin-156-seed-1, 2500 steps, 2 numbers, by [[1 0] [5 0] [6 0] [1 0]]"},
		{"digits: [8, 2, 3]", "#3F90DA", "built-in digits 2, 3, 8 · seed 1, autoencoder-builtin-238-seed-1, 2500 steps, 2 numbers, by [[2 0] [3 0] [8 0] [2 0]]"},
		{"digits: all", "#832DB6", "built-in digits 0–9 · seed 1, autoencoder-builtin-0123456789-seed-1, 2500 steps"},
		{"steps: 300", "#3F90DA", "built-in digits 1, 5, 6 · seed 1, autoencoder-builtin-156-seed-1, 300 steps, 2 numbers"},
		{"latent: 10", "#3F90DA", "2500 steps, 10 numbers"},
		{"palette: tol", "#332288", "2500 steps, 2 numbers"},
		{`palette: ["#123456", 000001, 000002, 000003, 000004, 000005, 000006, 000007, 000008, 000009]`, "#123456", "2500 steps"},
		{"walk: [6, 1]", "#3F90DA", "by [[6 0] [1 0]]"},
		{"walk: [6, [2.5, -1], 5]", "#3F90DA", "by [[6 0] [2.5 -1] [5 0]]"},
		{"title: Other digits\nname: Ada\nlogo: a.svg", "#3F90DA", "2500 steps, 2 numbers"},
	} {
		said, drawn, err := ownCell(t, test.settings)
		if err != nil || !strings.Contains(said, test.said) {
			t.Errorf("with %q it ends with %v and says\n%swant %s", test.settings, err, said, test.said)
		}
		caption, _, _ := strings.Cut(test.said, ",")
		if !strings.Contains(strings.ToUpper(drawn), test.figure) || strings.HasPrefix(test.said, "built") && !strings.Contains(drawn, caption) {
			t.Errorf("with %q the figure has not both the colour %s and the caption %s", test.settings, test.figure, caption)
		}
	}
	const want = `lecture.yaml: steps is "many": want a whole number from 1 to 1000000 (line 1)`
	if said, _, err := ownCell(t, "steps: many"); err == nil || strings.Count(said, want) != 1 {
		t.Errorf("with a mistake in the file it ends with %v and says\n%swant %s", err, said, want)
	}
}

// TestPalettes finds each palette that settings takes in package paint, which has the colours.
func TestPalettes(t *testing.T) {
	for _, name := range settings.Palettes() {
		if colors := paint.Palette(name); len(colors) != paint.Classes {
			t.Errorf("palette %s has %d colours", name, len(colors))
		}
	}
}

// cell says what a lecture has, and draws the first digit's codes.
func cell() {
	x := lecture.TestDigits()
	var means [][]float32
	for _, digit := range lecture.Only {
		means = append(means, []float32{float32(digit), 0})
	}
	stops := "nowhere, without a plane"
	if lecture.Latent == 2 {
		stops = fmt.Sprint(lecture.Stops(means))
	}
	fmt.Printf("%s, %s, %d steps, %d numbers, by %s\n",
		lecture.Caption(x), lecture.Name(x, lecture.Autoencoder), lecture.Steps, lecture.Latent, stops)
	lecture.Show("08-first", x, figure.Scatter(means[:1], lecture.Only[:1]))
}

// ownCell runs cell in a clone whose notebooks/lecture.yaml holds the settings. It returns what was printed and drawn.
func ownCell(t *testing.T, settings string) (said, drawn string, err error) {
	t.Helper()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "notebooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "notebooks", "lecture.yaml"), []byte(settings+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(os.Args[0], "-test.run=^TestOwn$")
	command.Env = append(os.Environ(), "OWN=1", "LATENTLAB_ROOT="+root, "LATENTLAB_DIGITS=builtin", "LATENTLAB_SEED=1",
		"LATENTLAB_FIGURES="+root, "GOTRACEBACK=none")
	output, err := command.CombinedOutput()
	picture, _ := os.ReadFile(filepath.Join(root, "08-first.svg"))
	return string(output), string(picture), err
}

// Where there are too few images for what notebooks show of them, it is said at once.
func TestTooFewImages(t *testing.T) {
	if os.Getenv("FEW") != "" {
		lecture.TestDigits()
		return
	}
	root := t.TempDir()
	for name, content := range map[string]string{
		"notebooks/lecture.yaml":     "digits: [0, 1]\nimages: {name: Two dots, directory: .}\n",
		"t10k-labels-idx1-ubyte":     "\x00\x00\x08\x01\x00\x00\x00\x02\x00\x01",
		"t10k-images-idx3-ubyte":     "\x00\x00\x08\x03\x00\x00\x00\x02\x00\x00\x00\x1c\x00\x00\x00\x1c" + strings.Repeat("\x00\xff", 784),
		"train-labels-idx1-ubyte.gz": "",
		"train-images-idx3-ubyte.gz": "",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(os.Args[0], "-test.run=^TestTooFewImages$")
	command.Env = append(os.Environ(), "FEW=1", "LATENTLAB_ROOT="+root, "LATENTLAB_DIGITS=", "GOTRACEBACK=none")
	said, err := command.CombinedOutput()
	const want = "lecture: Two dots 0, 1 has 0 images to train on and 2 to test: the notebooks want at least 1000 and 500"
	if err == nil || !strings.Contains(string(said), want) {
		t.Errorf("it ends with %v and says\n%swant %s", err, said, want)
	}
}
