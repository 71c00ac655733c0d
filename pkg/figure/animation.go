package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"
	"slices"

	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// A moving body is drawn step by step. As a body it draws its last step.
type moving interface {
	body
	// steps returns how many steps there are.
	steps() int
	// still draws what is the same in all steps.
	still(c draw.Canvas)
	// step draws step i over what is still.
	step(c draw.Canvas, i int)
}

const (
	// maxGIF is the largest animation in bytes. A notebook of less than 1 MB, which is what web viewers show, holds one of
	// them as base64, beside its other pictures.
	maxGIF = 450_000
	// stepDelay is how long a step is shown, in hundredths of a second, and lastDelay the last one.
	stepDelay, lastDelay = 10, 120
	// filmDPI is its resolution: one pixel to a point.
	filmDPI = 72
	// paletteSample is how many steps the palette is chosen from; they have much the same colours.
	paletteSample = 8
)

// GIF writes the animation, which repeats for ever, in less than 450 kB: in one that is larger every other step is left out and
// the rest shown twice as long. It fails where a single step takes more, and where w does. It panics on a figure that does
// not move.
func (p Picture) GIF(w io.Writer) error {
	p.mustExist("GIF")
	m, ok := p.body.(moving)
	if !ok {
		wrong("GIF", "this figure does not move: only Walk and Forming do")
	}
	data, err := p.encodeFilm(m, maxGIF)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("figure: GIF: %w", err)
	}
	return nil
}

// encodeFilm returns the animation in fewer bytes than the limit.
func (p Picture) encodeFilm(m moving, limit int) ([]byte, error) {
	for stride := 1; ; stride *= 2 {
		var out bytes.Buffer
		if err := gif.EncodeAll(&out, p.film(m, stride)); err != nil {
			return nil, err
		}
		if out.Len() < limit {
			return out.Bytes(), nil
		}
		if stride >= m.steps() {
			return nil, fmt.Errorf("a single step takes %d bytes, want less than %d: draw fewer points", out.Len(), limit)
		}
	}
}

// film returns every stride-th step up to the last one.
func (p Picture) film(m moving, stride int) *gif.GIF {
	var shown []int
	for i := (m.steps() - 1) % stride; i < m.steps(); i += stride {
		shown = append(shown, i)
	}
	stage := p.paint(filmDPI, m.still)
	colors := paint.Histogram{}
	for i := 0; i < len(shown); i += max(1, len(shown)/paletteSample) {
		colors.Add(p.frame(m, stage, shown[i]), stage.Rect)
	}
	opaque := colors.Palette(255)
	q := paint.NewQuantizer(opaque)
	palette := append(slices.Clone(opaque), color.RGBA{}) // the last one is transparent
	film := &gif.GIF{Config: image.Config{ColorModel: palette, Width: stage.Rect.Dx(), Height: stage.Rect.Dy()}}
	var before *image.RGBA
	for k, i := range shown {
		frame := p.frame(m, stage, i)
		drawn := q.Quantize(frame, paint.Changed(before, frame))
		drawn.Palette = palette
		if before != nil {
			paint.ClearSame(drawn, q.Quantize(before, drawn.Rect), uint8(len(opaque)))
		}
		delay := stepDelay * stride
		if k == len(shown)-1 {
			delay = lastDelay
		}
		film.Image = append(film.Image, drawn)
		film.Delay = append(film.Delay, delay)
		film.Disposal = append(film.Disposal, gif.DisposalNone)
		before = frame
	}
	return film
}

// frame returns step i on a copy of the stage.
func (p Picture) frame(m moving, stage *image.RGBA, i int) *image.RGBA {
	size := p.size()
	canvas := paint.NewRaster(size, filmDPI)
	copy(canvas.Pixels().Pix, stage.Pix)
	m.step(p.room(withoutMargin(draw.NewCanvas(canvas, size.X, size.Y))), i)
	return canvas.Pixels()
}
