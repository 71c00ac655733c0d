package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"latentlab/pkg/figure/paint"
)

// A mosaic is a body of images in bands below each other.
type mosaic struct {
	side  int // of an image, in pixels
	tile  vg.Length
	pitch vg.Length // from one image to the next
	names vg.Length // width of the column with the bands' names
	bands []band
}

// A band is a row of images with a name on their left and a note below each.
type band struct {
	name   string
	images [][]float32
	notes  []string
	above  vg.Length // free room above the band
}

const (
	tileGap   = 6
	noteGap   = 10 // between neighbouring notes, at least
	bandGap   = 8
	blockGap  = 20
	nameSpace = 14 // between a name and the first image
)

// newMosaic lays out bands with at most columns images; they fill the figure's width.
func newMosaic(side, columns int, bands []band) mosaic {
	m := mosaic{side: side, bands: bands}
	note := vg.Length(0)
	for _, b := range bands {
		if b.name != "" {
			m.names = max(m.names, paint.Width(paint.Style(paint.LabelSize, paint.Ink), b.name)+nameSpace)
		}
		for _, text := range b.notes {
			note = max(note, paint.Width(paint.Style(paint.TickSize, paint.Ink), text))
		}
	}
	m.tile = paint.TileSize(side, (figureWidth-m.names+tileGap)/vg.Length(columns)-tileGap)
	m.pitch = max(m.tile, note+noteGap-tileGap) + tileGap
	return m
}

func (b band) height(tile vg.Length) vg.Length {
	h := b.above + tile
	if len(b.notes) > 0 {
		h += 1.5 * paint.TickSize
	}
	return h
}

func (m mosaic) size() vg.Point {
	size := vg.Point{}
	for _, b := range m.bands {
		size.X = max(size.X, m.names+vg.Length(len(b.images))*m.pitch-tileGap)
		size.Y += b.height(m.tile)
	}
	return size
}

func (m mosaic) draw(c draw.Canvas) {
	name, note := paint.Style(paint.LabelSize, paint.Ink), paint.Style(paint.TickSize, paint.Faint)
	top := c.Max.Y
	for _, b := range m.bands {
		y := top - b.above - m.tile
		paint.Write(c, name, c.Min.X, y+m.tile/2-0.35*paint.LabelSize, paint.Left, b.name)
		for i, pixels := range b.images {
			x := c.Min.X + m.names + vg.Length(i)*m.pitch + (m.pitch-tileGap-m.tile)/2
			drawTile(c, pixels, m.side, vg.Point{X: x, Y: y}, m.tile)
			if len(b.notes) > 0 {
				paint.Write(c, note, x+m.tile/2, y-1.15*paint.TickSize, paint.Center, b.notes[i])
			}
		}
		top -= b.height(m.tile)
	}
}

// drawTile draws an image with its lower left corner at a point, in a thin frame that shows where its paper ends.
func drawTile(c draw.Canvas, pixels []float32, side int, at vg.Point, tile vg.Length) {
	to := vg.Rectangle{Min: at, Max: at.Add(vg.Point{X: tile, Y: tile})}
	c.DrawImage(to, paint.Inked(pixels, side))
	paint.Outline(c, to, draw.LineStyle{Color: paint.Rule, Width: 1})
}

// chunks cuts images and their notes into rows of at most columns.
func chunks(images [][]float32, notes []string, columns int) []band {
	var bands []band
	for row := range slices.Chunk(images, columns) {
		b := band{images: row, above: bandGap}
		if len(notes) > 0 {
			b.notes, notes = notes[:len(row)], notes[len(row):]
		}
		bands = append(bands, b)
	}
	bands[0].above = 0
	return bands
}
