package figure

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"

	"latentlab/pkg/figure/paint"
)

func TestVegaLite(t *testing.T) {
	z, labels := clusters(500, 1, 5, 6)
	spec := Interactive(z, labels, rings(500)).Title("Latent distribution").Caption("seed 1").vegaLite()
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 600_000 {
		t.Errorf("500 points take %d bytes, want at most 600,000", len(text))
	}
	var s struct {
		Schema string `json:"$schema"`
		Title  struct{ Text, Subtitle string }
		Data   struct {
			Values []struct {
				X, Y            float64
				Digit, Z, Image string
			}
		}
		Params []struct {
			Name   string
			Select any
			Bind   string
		}
		Encoding struct {
			Color, Shape struct {
				Scale struct{ Domain, Range []string }
			}
			Opacity struct{ Condition struct{ Param string } }
			Tooltip []struct{ Field string }
		}
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(s.Schema, "/vega-lite/v5.json") || s.Title.Text != "Latent distribution" || s.Title.Subtitle != "seed 1" {
		t.Errorf("schema %s, title %+v", s.Schema, s.Title)
	}
	if len(s.Params) != 2 || s.Params[0].Bind != "legend" || s.Params[1].Bind != "scales" || s.Encoding.Opacity.Condition.Param != s.Params[0].Name {
		t.Errorf("params %+v: want a choice in the legend that the opacity follows, and a zoom", s.Params)
	}
	if s.Encoding.Tooltip[0].Field != "image" {
		t.Errorf("the tooltip begins with %+v, want the image", s.Encoding.Tooltip)
	}
	for _, scale := range []struct{ Domain, Range []string }{s.Encoding.Color.Scale, s.Encoding.Shape.Scale} {
		if strings.Join(scale.Domain, " ") != "1 5 6" || len(scale.Range) != 3 {
			t.Errorf("scale %+v, want one value for each of 1, 5 and 6", scale)
		}
	}
	if got := s.Encoding.Color.Scale.Range[0]; got != "#3f90da" {
		t.Errorf("1 is %s, want the colour of the other figures", got)
	}
	if len(s.Data.Values) != 500 || s.Data.Values[1].Digit != "5" {
		t.Fatalf("%d points, the second a %s", len(s.Data.Values), s.Data.Values[1].Digit)
	}
	img := decodeURL(t, s.Data.Values[250].Image)
	if size := img.Bounds().Dx(); size != 28*tooltipScale {
		t.Errorf("the tooltip's picture is %d pixels wide, want %d", size, 28*tooltipScale)
	}
	drawn := paint.Inked(rings(500)[250], 28)
	for y := range 28 {
		for x := range 28 {
			got := color.GrayModel.Convert(img.At(x*tooltipScale+1, y*tooltipScale+2)).(color.Gray).Y
			if want := drawn.GrayAt(x, y).Y; math.Abs(float64(got)-float64(want)) > 9 {
				t.Fatalf("pixel (%d, %d) of the tooltip is %d, want %d or the nearest of 16 greys", x, y, got, want)
			}
		}
	}
}

// decodeURL returns the picture in a data URL.
func decodeURL(t *testing.T, url string) image.Image {
	t.Helper()
	file, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(url, "data:image/png;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img
}
