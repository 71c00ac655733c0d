package figure

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"
	"slices"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
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
	// maxGIF is the largest animation in bytes: a notebook holds several.
	maxGIF = 1_000_000
	// stepDelay is how long a step is shown, in hundredths of a second, and lastDelay the last one.
	stepDelay, lastDelay = 10, 120
	// fineDPI is its resolution where there is room, coarseDPI that of one pixel to a point.
	fineDPI, coarseDPI = 108, 72
	// paletteSample is how many steps the palette is chosen from; they have much the same colours.
	paletteSample = 8
)

// GIF writes the animation, which repeats for ever, in less than 1 MB: one that is larger is drawn with fewer pixels,
// and if that is not enough, every other step is left out and the rest shown twice as long. It fails on a figure that
// does not move.
func (p Picture) GIF(w io.Writer) error {
	if err := p.Err(); err != nil {
		return err
	}
	m, ok := p.body.(moving)
	if !ok {
		return errors.New("figure: GIF: this figure does not move: only Walk and Forming do")
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
	dpi, stride := fineDPI, 1
	for {
		var out bytes.Buffer
		if err := gif.EncodeAll(&out, p.film(m, dpi, stride)); err != nil {
			return nil, err
		}
		switch {
		case out.Len() < limit:
			return out.Bytes(), nil
		case dpi > coarseDPI:
			dpi = coarseDPI
		case stride < m.steps():
			stride *= 2
		default:
			return nil, fmt.Errorf("a single step takes %d bytes, want less than %d: draw fewer points", out.Len(), limit)
		}
	}
}

// film returns every stride-th step up to the last one.
func (p Picture) film(m moving, dpi, stride int) *gif.GIF {
	var shown []int
	for i := (m.steps() - 1) % stride; i < m.steps(); i += stride {
		shown = append(shown, i)
	}
	stage := p.paint(dpi, m.still)
	colors := histogram{}
	for i := 0; i < len(shown); i += max(1, len(shown)/paletteSample) {
		colors.add(p.frame(m, stage, dpi, shown[i]), stage.Rect)
	}
	opaque := colors.palette(255)
	q := newQuantizer(opaque)
	palette := append(slices.Clone(opaque), color.RGBA{}) // the last one is transparent
	film := &gif.GIF{Config: image.Config{ColorModel: palette, Width: stage.Rect.Dx(), Height: stage.Rect.Dy()}}
	var before *image.RGBA
	for k, i := range shown {
		frame := p.frame(m, stage, dpi, i)
		drawn := q.quantize(frame, changed(before, frame))
		drawn.Palette = palette
		clearSame(drawn, before, frame, uint8(len(opaque)))
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
func (p Picture) frame(m moving, stage *image.RGBA, dpi, i int) *image.RGBA {
	size := p.size()
	canvas := vgimg.NewWith(vgimg.UseWH(size.X, size.Y), vgimg.UseDPI(dpi))
	copy(canvas.Image().(*image.RGBA).Pix, stage.Pix)
	m.step(p.room(withoutMargin(draw.NewCanvas(raster{canvas}, size.X, size.Y))), i)
	return canvas.Image().(*image.RGBA)
}

// changed returns the least rectangle that holds all pixels in which two frames differ, all of b where a is nil.
// Frames that do not differ have one pixel in common: a GIF has no empty frames.
func changed(a, b *image.RGBA) image.Rectangle {
	if a == nil {
		return b.Rect
	}
	r := image.Rectangle{}
	for y := range b.Rect.Dy() {
		rowA, rowB := a.Pix[y*a.Stride:(y+1)*a.Stride], b.Pix[y*b.Stride:(y+1)*b.Stride]
		if bytes.Equal(rowA, rowB) {
			continue
		}
		from, to := 0, len(rowB)-1
		for rowA[from] == rowB[from] {
			from++
		}
		for rowA[to] == rowB[to] {
			to--
		}
		r = r.Union(image.Rect(from/4, y, to/4+1, y+1))
	}
	if r.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return r
}

// clearSame makes the pixels transparent that do not change from one frame to the next, which take next to no room.
func clearSame(drawn *image.Paletted, before, frame *image.RGBA, transparent uint8) {
	if before == nil {
		return
	}
	r := drawn.Rect
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if i := frame.PixOffset(x, y); [4]uint8(frame.Pix[i:]) == [4]uint8(before.Pix[i:]) {
				drawn.Pix[drawn.PixOffset(x, y)] = transparent
			}
		}
	}
}
