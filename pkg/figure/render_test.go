package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"latentlab/pkg/figure/paint"
)

func TestSameInputSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out what draws every figure")
	}
	first, second := pictures(), pictures()
	for kind := range first {
		ways := map[string]func(Picture, io.Writer) error{"SVG": Picture.SVG}
		if kind == "scatter" || kind == "heatmap" || kind == "gallery" {
			ways["PNG"] = Picture.PNG
		}
		for name, write := range ways {
			var a, b bytes.Buffer
			if err := errors.Join(write(first[kind], &a), write(second[kind], &b)); err != nil {
				t.Fatalf("%s: %s: %v", kind, name, err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s: two %s of the same input differ", kind, name)
			}
		}
	}
}

func TestSVG(t *testing.T) {
	var file bytes.Buffer
	if err := pictures()["scatter"].SVG(&file); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not XML: %v", err)
		}
	}
	for _, want := range []string{">Latent distribution<", ">MNIST 1, 5, 6 · seed 1<", "Liberation Sans,Arimo,Arial"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the drawing", want)
		}
	}
}

// A pixel of a digit comes out as a square of dots that all have its shade, in the PNG too.
func TestGalleryIsSharp(t *testing.T) {
	pixels := make([]float32, 784)
	for i := range pixels {
		if (i%28+i/28)%2 == 0 {
			pixels[i] = 1
		}
	}
	var file bytes.Buffer
	if err := Gallery([][]float32{pixels}, 1).PNG(&file); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	const dots, corner = 12, margin * paint.DotsPerPoint
	for y := 1; y < 27; y++ { // the outermost pixels lie under the frame
		for x := 1; x < 27; x++ {
			want := color.Gray{255}
			if (x+y)%2 == 0 {
				want = color.Gray{0}
			}
			for _, at := range []image.Point{{0, 0}, {dots - 1, 0}, {0, dots - 1}, {dots - 1, dots - 1}} {
				got := color.GrayModel.Convert(img.At(corner+x*dots+at.X, corner+y*dots+at.Y))
				if got != want {
					t.Fatalf("pixel (%d, %d) at dot %v is %v, want %v", x, y, at, got, want)
				}
			}
		}
	}
}

func TestPNGIsTwiceAsFine(t *testing.T) {
	p := Scatter([][]float32{{0, 0}}, nil)
	var file bytes.Buffer
	if err := p.PNG(&file); err != nil {
		t.Fatal(err)
	}
	img, err := png.DecodeConfig(&file)
	if err != nil {
		t.Fatal(err)
	}
	size := p.size()
	if got, want := image.Pt(img.Width, img.Height), image.Pt(2*int(size.X), 2*int(size.Y)); got != want {
		t.Errorf("the image has %v pixels, want %v", got, want)
	}
}

func TestLongCaptionWraps(t *testing.T) {
	p := Gallery(rings(3), 3)
	long := strings.TrimSpace(strings.Repeat("MNIST 1, 5, 6 · ", 30))
	if p.Caption(long).size().X != p.size().X {
		t.Error("a long caption makes the figure wider")
	}
	if p.Caption(long).size().Y <= p.Caption("short").size().Y {
		t.Error("a long caption has no more lines than a short one")
	}
}
