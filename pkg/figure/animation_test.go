package figure

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"math/rand/v2"
	"runtime"
	"testing"
)

func film(t *testing.T, p Picture) (*gif.GIF, []byte) {
	t.Helper()
	var file bytes.Buffer
	if err := p.GIF(&file); err != nil {
		t.Fatal(err)
	}
	data := file.Bytes()
	g, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return g, data
}

func TestGoldenGIF(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the golden bytes were drawn on amd64; other processors' fused multiply-add moves a dot here and there")
	}
	for _, name := range []string{"walk", "forming"} {
		_, got := film(t, pictures()[name])
		if want := golden(t, name+".gif", got); !bytes.Equal(got, want) {
			t.Errorf("differs from testdata/%s.gif: see %s", name, artifact(t, name+".gif", got))
		}
	}
}

func TestGIFRepeatsAndShowsEveryStep(t *testing.T) {
	z, labels := clusters(30, 1, 5, 6)
	path, images := eight(12)
	moments := []Moment{{0, scaled(z, 0.1)}, {100, scaled(z, 0.5)}, {200, z}}
	for name, test := range map[string]struct {
		picture Picture
		steps   int
	}{
		"walk":    {Walk(Scatter(z, labels), path, images), 12},
		"forming": {Forming(labels, moments...), 3},
	} {
		g, data := film(t, test.picture)
		if g.LoopCount != 0 {
			t.Errorf("%s: loop count %d, want 0, for ever", name, g.LoopCount)
		}
		if len(g.Image) != test.steps {
			t.Errorf("%s: %d frames, want %d", name, len(g.Image), test.steps)
		}
		if last := g.Delay[len(g.Delay)-1]; last <= g.Delay[0] {
			t.Errorf("%s: the last frame is shown for %d/100 s, want longer than the others' %d", name, last, g.Delay[0])
		}
		if _, again := film(t, test.picture); !bytes.Equal(data, again) {
			t.Errorf("%s: two films of the same input differ", name)
		}
	}
}

// The frames hold only what changes; put over each other they must give the steps as they are drawn.
func TestFramesAddUp(t *testing.T) {
	p := pictures()["walk"]
	m := p.body.(moving)
	g, _ := film(t, p)
	stage := p.paint(filmDPI, m.still)
	shown := image.NewRGBA(stage.Rect)
	for i, frame := range g.Image {
		draw.Draw(shown, frame.Rect, frame, frame.Rect.Min, draw.Over)
		drawn := p.frame(m, stage, i)
		far := 0
		for j, v := range drawn.Pix {
			if d := int(v) - int(shown.Pix[j]); d < -24 || d > 24 {
				far++
			}
		}
		if share := float64(far) / float64(len(drawn.Pix)); share > 0.0005 {
			t.Errorf("step %d: %.2f %% of the values are more than a tenth off", i, 100*share)
		}
	}
}

func TestLargeFilmsAreThinned(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out large films")
	}
	rng := rand.New(rand.NewPCG(1, 1))
	moments := make([]Moment, 8)
	for i := range moments {
		moments[i].Step = i
		for range 40 {
			moments[i].Codes = append(moments[i].Codes, []float32{rng.Float32(), rng.Float32()})
		}
	}
	p := Forming(nil, moments...)
	m := p.body.(moving)
	whole, err := p.encodeFilm(m, maxGIF)
	if err != nil {
		t.Fatal(err)
	}
	for limit, frames := range map[int]int{len(whole) + 1: 8, len(whole): 4, len(whole) / 2: 2} {
		data, err := p.encodeFilm(m, limit)
		if err != nil || len(data) >= limit {
			t.Fatalf("%d bytes, %v, want less than %d", len(data), err, limit)
		}
		g, err := gif.DecodeAll(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if len(g.Image) != frames {
			t.Errorf("within %d bytes: %d frames, want %d", limit, len(g.Image), frames)
		}
		if want := stepDelay * len(moments) / len(g.Image); g.Delay[0] != want {
			t.Errorf("a frame is shown for %d/100 s, want %d, so that the film lasts as long", g.Delay[0], want)
		}
	}
	if _, err := p.encodeFilm(m, 1000); err == nil {
		t.Error("a film of 1,000 bytes")
	}
}
