package figure

import (
	"bytes"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"latentlab/pkg/plane"
	"latentlab/pkg/progress"
)

func TestWrongArgumentsPanic(t *testing.T) {
	nan := float32(math.NaN())
	z, labels := clusters(4, 1, 5)
	images := rings(4)
	ragged := [][]float32{images[0], images[1][:700]}
	zero := func(x, y float64) float64 { return 0 }
	for name, test := range map[string]struct {
		draw func() Picture
		want string
	}{
		"no codes":         {func() Picture { return Scatter(nil, nil) }, "figure: Scatter: no codes"},
		"three numbers":    {func() Picture { return Scatter([][]float32{{1, 2, 3}}, nil) }, "codes of 3 numbers: a plane shows 2: choose two of them, or project them with PCA"},
		"ragged codes":     {func() Picture { return Scatter([][]float32{{1, 2}, {1}}, nil) }, "code 1 has length 1, code 0 has 2"},
		"NaN code":         {func() Picture { return Scatter([][]float32{{1, 2}, {1, nan}}, nil) }, "code 1 is [1 NaN], which is not finite"},
		"labels":           {func() Picture { return Scatter(z, labels[:3]) }, "3 labels for 4 points"},
		"label":            {func() Picture { return Scatter(z, []int{1, 5, 10, 5}) }, "label 2 is 10, want 0 to 9"},
		"layer":            {func() Picture { return Scatter(z, labels, Path("p", nil)) }, "figure: Path: no codes"},
		"negative density": {func() Picture { return Scatter(z, labels, Contours("q", func(x, y float64) float64 { return -1 })) }, "figure: Contours: the density has the value -1"},
		"zero density":     {func() Picture { return Scatter(z, labels, Contours("q", zero)) }, "the density is zero all over"},
		"NaN density": {func() Picture {
			return Scatter(z, labels, Contours("q", func(x, y float64) float64 { return math.NaN() }))
		}, "is NaN, which is not finite"},
		"span":               {func() Picture { return HeatMap("density", bell, plane.Span{}) }, "has no inside"},
		"no images":          {func() Picture { return Gallery(nil, 3) }, "figure: Gallery: no images"},
		"not square":         {func() Picture { return Gallery([][]float32{make([]float32, 700)}, 3) }, "an image of 700 pixels is not square, want 784"},
		"ragged images":      {func() Picture { return Gallery(ragged, 3) }, "image 1 has 700 pixels, image 0 has 784"},
		"NaN pixel":          {func() Picture { return Gallery([][]float32{{0, 0, nan, 0}}, 3) }, "image 0: pixel 2 is NaN"},
		"columns":            {func() Picture { return Gallery(images, 0) }, "0 columns, want at least 1"},
		"notes":              {func() Picture { return Gallery(images, 2, "a") }, "1 notes for 4 images"},
		"pairs":              {func() Picture { return Pairs(images, images[:3]) }, "figure: Pairs: 4 inputs and 3 reconstructions"},
		"row":                {func() Picture { return Rows(Row{Name: "pixels", Images: images, Notes: []string{"a"}}) }, `figure: Rows: row "pixels": 1 notes for 4 images`},
		"no rows":            {func() Picture { return Rows() }, "figure: Rows: no images"},
		"no curves":          {func() Picture { return Curves() }, "figure: Curves: no curves"},
		"empty curve":        {func() Picture { return Curves(Curve{Name: "loss"}) }, `figure: Curves: curve "loss": no points`},
		"uneven curve":       {func() Picture { return Curves(Curve{Name: "loss", X: []float64{1}, Y: []float64{1, 2}}) }, "1 x and 2 y"},
		"uneven spread":      {func() Picture { return Curves(Curve{Y: []float64{1, 2}, Spread: []float64{1}}) }, "1 spreads and 2 y"},
		"infinite curve":     {func() Picture { return Curves(Curve{Y: []float64{1, math.Inf(1)}}) }, "Y[1] is +Inf, which is not finite"},
		"only levels":        {func() Picture { return Curves(Level("PCA", 0.04)) }, "only levels"},
		"log of 0":           {func() Picture { return Curves(Curve{Y: []float64{1, 2}}).LogX() }, "figure: LogX: the least x is 0"},
		"log of names":       {func() Picture { return Bars("error", Bar{Name: "a", Value: 1}).LogY() }, "that axis has no numbers"},
		"no bars":            {func() Picture { return Bars("error") }, "figure: Bars: no bars"},
		"NaN bar":            {func() Picture { return Bars("error", Bar{Name: "a", Value: math.NaN()}) }, `bar "a" is NaN`},
		"5 images":           {func() Picture { return LatentSquare(rings(5), plane.Square(1)) }, "5 images, want 4, 9, 16, … to fill a square"},
		"no layers":          {func() Picture { return Network([]int{784}, 1, 1) }, "want at least the image's and the code's"},
		"no units":           {func() Picture { return Network([]int{784, 0}, 1, 1) }, "want at least 1 each"},
		"no plane":           {func() Picture { return Walk(Gallery(images, 2), z, images) }, "the plane has no axes"},
		"walk":               {func() Picture { return Walk(Scatter(z, labels), z[:3], images) }, "3 codes on the path and 4 images"},
		"no moments":         {func() Picture { return Forming(labels) }, "figure: Forming: no moments"},
		"moments":            {func() Picture { return Forming(labels, Moment{0, z}, Moment{9, z[:3]}) }, "3 codes at step 9, 4 at step 0"},
		"NaN moment":         {func() Picture { return Forming(nil, Moment{7, [][]float32{{nan, 0}}}) }, "step 7: code 0 is [NaN 0]"},
		"interactive":        {func() Picture { return Interactive(z, labels, images[:3]) }, "4 labels and 3 images for 4 points"},
		"unlabelled":         {func() Picture { return Interactive(z, nil, images) }, "0 labels and 4 images for 4 points"},
		"beside nothing":     {func() Picture { return Beside() }, "figure: Beside: no figures"},
		"axes":               {func() Picture { return Gallery(images, 2).Axes("x", "y") }, "figure: Axes: this figure has no axes"},
		"glyph":              {func() Picture { return Gallery(images, 2).Title("𝒳") }, `"𝒳": the font has no '𝒳' (U+1D4B3): write it another way`},
		"pixel map":          {func() Picture { return PixelMap("variance", make([]float32, 5)) }, "figure: PixelMap: an image of 5 pixels is not square"},
		"one-number path":    {func() Picture { return Scatter(z, labels, Path("p", [][]float32{{1}, {2}})) }, "a path needs 2"},
		"one-number pointer": {func() Picture { return Interactive([][]float32{{1}}, []int{1}, images[:1]) }, "no plane to point at"},
		"empty beside":       {func() Picture { return Beside(Picture{}) }, "figure: Beside: an empty Picture"},
		"empty plane":        {func() Picture { return Walk(Picture{}, z, images) }, "figure: Walk: an empty Picture"},
		"empty":              {func() Picture { return Picture{}.Title("x") }, "figure: Title: an empty Picture"},
		"empty layer":        {func() Picture { return Scatter(z, labels, Layer{}) }, "figure: Scatter: layer 1 is empty"},
		"no function":        {func() Picture { return HeatMap("q", nil, plane.Square(1)) }, "figure: HeatMap: the function is nil"},
		"log of an image":    {func() Picture { return HeatMap("q", bell, plane.Span{XMin: 1, XMax: 2, YMin: 1, YMax: 2}).LogX() }, "an image lies along that axis"},
		"log of too little":  {func() Picture { return Curves(Curve{Y: []float64{1e-200, 2}}).LogY() }, "shows positive numbers only, from 1e-100"},
		"log plane":          {func() Picture { return Walk(Curves(Curve{Y: []float64{1, 2}}).LogY(), z, images) }, "the plane has no axes, or a logarithmic one"},
		"negative spread":    {func() Picture { return Bars("error", Bar{Name: "a", Value: 1, Spread: -1}) }, "the spread is -1: want at least 0"},
		"long name":          {func() Picture { return Bars("error", Bar{Name: strings.Repeat("a", 90), Value: 1}) }, "points wide, want at most 440"},
		"two lines":          {func() Picture { return Gallery(images, 2).Title("a\nb") }, "has a line break"},
		"endless text":       {func() Picture { return Gallery(images, 2).Caption(strings.Repeat("a ", 600)) }, "a text of 1200 characters, want at most 1000"},
		"too many bars":      {func() Picture { return Bars("error", make([]Bar, 100_000)...) }, "figure: Bars: 100000 bars, want at most 250"},
		"too many images":    {func() Picture { return Gallery(slices.Repeat(images, 1000), 4) }, "the figure would be 658 × "},
		"too wide":           {func() Picture { return Curves(Curve{Y: []float64{0, 1.7e308}}) }, "Y[1] is 1.7e+308, want at most 1e+100"},
		"no losses":          {func() Picture { return LossCurve() }, "figure: LossCurve: no losses"},
		"diverged":           {func() Picture { return LossCurve(progress.Series{Name: "mse", Values: []float32{1, nan}}) }, `"mse" is NaN after step 1`},
		"still":              {func() Picture { _ = Gallery(images, 2).GIF(io.Discard); return Picture{} }, "figure: GIF: this figure does not move"},
		"name of nothing":    {func() Picture { _ = Show("", Gallery(images, 2)); return Picture{} }, `figure: Show: name "": want the name of a file`},
		"name of a path":     {func() Picture { _ = Show("../x", Gallery(images, 2)); return Picture{} }, `figure: Show: name "../x"`},
		"page's name":        {func() Picture { _ = ShowPage("../x", somePage()); return Picture{} }, `figure: ShowPage: name "../x"`},
		"page":               {func() Picture { _ = ShowPage("14-x", Page{HTML: "x"}); return Picture{} }, "figure: ShowPage: an empty Picture"},
		"shown nothing":      {func() Picture { _ = Show("x", Picture{}); return Picture{} }, "figure: Show: an empty Picture"},
		"caption":            {func() Picture { Live("𝒳"); return Picture{} }, `figure: Live: "𝒳": the font has no`},
	} {
		func() {
			defer func() {
				if sentence, ok := recover().(string); !ok || !strings.HasPrefix(sentence, "figure: ") || !strings.Contains(sentence, test.want) {
					t.Errorf("%s: the panic says %q, want %q in it", name, sentence, test.want)
				}
			}()
			test.draw()
		}()
	}
}

func TestMethodsCopy(t *testing.T) {
	z, labels := clusters(9, 1, 5, 6)
	p := Scatter(z, labels)
	var before, after bytes.Buffer
	if err := p.PNG(&before); err != nil {
		t.Fatal(err)
	}
	p.Title("Title").Caption("caption").Axes("x", "y")
	Beside(p, p)
	if err := p.PNG(&after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("a method changed the picture it was called on")
	}
}

// The region of highest density of a standard normal that holds the share s is the disc of radius √(−2 ln(1−s)).
func TestContoursEncloseTheirMass(t *testing.T) {
	g := sample("Contours", bell, plane.Square(6), 241, 241)
	levels := massLevels("Contours", g.values, []float64{0.5, 0.8, 0.95})
	for i, share := range []float64{0.95, 0.8, 0.5} {
		want := (1 - share) / (2 * math.Pi) // the density at that radius
		if math.Abs(levels[i]-want) > 0.02*want {
			t.Errorf("%g of the mass lies above %.5f, want %.5f", share, levels[i], want)
		}
	}
}
