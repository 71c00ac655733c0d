package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// beside is a body of pictures next to each other.
type beside []Picture

const besideGap = 28

// Beside puts figures next to each other, each with its own title and caption: the original space beside the latent
// space, PCA beside the autoencoder. Charts are drawn narrower for it, and where neighbours show the same labels, only
// the last one names them. An animation is shown as its last step. It panics without figures, with more than 20,
// and where one is empty.
func Beside(pictures ...Picture) Picture {
	checkCount("Beside", len(pictures), "figures", mostBeside)
	narrow := slices.Clone(pictures)
	for i, p := range pictures {
		p.mustExist("Beside")
		c, ok := p.body.(chart)
		if !ok || len(pictures) == 1 {
			continue
		}
		c.wide = min(c.wide, besideWidth)
		if i+1 < len(pictures) && c.sameLegend(pictures[i+1]) {
			c.wide -= c.sideWidth()
			c.classes = nil
		}
		narrow[i].body = c
	}
	return made("Beside", beside(narrow))
}

// sameLegend tells whether p names the same labels on its right.
func (c chart) sameLegend(p Picture) bool {
	next, ok := p.body.(chart)
	return ok && c.scale == nil && next.scale == nil && slices.Equal(c.classes, next.classes)
}

func (b beside) size() vg.Point {
	size := vg.Point{X: -besideGap}
	for _, p := range b {
		of := p.inner()
		size.X += of.X + besideGap
		size.Y = max(size.Y, of.Y)
	}
	return size
}

func (b beside) draw(c draw.Canvas) {
	for _, p := range b {
		size := p.inner()
		room := c
		room.Max.X = c.Min.X + size.X
		room.Min.Y = c.Max.Y - size.Y
		p.drawInner(room, p.body.draw)
		c.Min.X += size.X + besideGap
	}
}
