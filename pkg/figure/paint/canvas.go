package paint

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"math"

	ximage "golang.org/x/image/draw"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// DotsPerPoint is how many pixels a point has in a PNG: two, for screens that have them and for projectors.
const DotsPerPoint = 2

// A Raster is a canvas of pixels. It is vgimg's with images put on whole pixels: vgimg itself blurs a digit that it
// enlarges.
type Raster struct{ *vgimg.Canvas }

// NewRaster returns a canvas of paper of a size in points, with a resolution in dots per inch, 72 for one pixel to a
// point.
func NewRaster(size vg.Point, dpi int) Raster {
	return Raster{vgimg.NewWith(vgimg.UseWH(size.X, size.Y), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(Paper))}
}

// Pixels returns what has been drawn. It changes as more is drawn.
func (r Raster) Pixels() *image.RGBA { return r.Image().(*image.RGBA) }

// DrawImage implements vg.Canvas for a canvas that is not turned.
func (r Raster) DrawImage(to vg.Rectangle, img image.Image) {
	dst := r.Image()
	dot := func(v vg.Length) int { return int(math.Round(v.Dots(r.DPI()))) }
	high := dst.Bounds().Dy()
	place(dst, image.Rect(dot(to.Min.X), high-dot(to.Max.Y), dot(to.Max.X), high-dot(to.Min.Y)), img)
}

// A Vector is a canvas that becomes an SVG. It is vgsvg's with images enlarged before they are embedded, so that viewers
// do not blur digits.
type Vector struct{ *vgsvg.Canvas }

// NewVector returns an empty canvas of a size in points.
func NewVector(size vg.Point) Vector { return Vector{vgsvg.New(size.X, size.Y)} }

// DrawImage implements vg.Canvas.
func (v Vector) DrawImage(to vg.Rectangle, img image.Image) {
	size := to.Size()
	dot := func(v vg.Length) int { return int(math.Round(v.Points() * DotsPerPoint)) }
	large := image.NewRGBA(image.Rect(0, 0, dot(size.X), dot(size.Y)))
	place(large, large.Rect, img)
	v.Canvas.DrawImage(to, large)
}

// WriteSVG writes what has been drawn. Text stays text, in Liberation Sans or a font of the same widths.
func (v Vector) WriteSVG(w io.Writer) error {
	var svg bytes.Buffer
	if _, err := v.Canvas.WriteTo(&svg); err != nil {
		return fmt.Errorf("paint: SVG: %w", err)
	}
	_, err := w.Write(bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans;"),
		[]byte("font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif;")))
	if err != nil {
		return fmt.Errorf("paint: SVG: %w", err)
	}
	return nil
}

// place draws img into the rectangle of dst. Pixels stay sharp squares where each becomes two and a half dots or more or a
// whole number of them; otherwise they would come out unevenly large, and are interpolated, which takes twice the bytes.
func place(dst ximage.Image, to image.Rectangle, img image.Image) {
	var scaler ximage.Scaler = ximage.NearestNeighbor
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if sharp := 2*to.Dx() >= 5*w || to.Dx()%w == 0 && to.Dy()%h == 0; !sharp {
		scaler = ximage.CatmullRom
	}
	scaler.Scale(dst, to, img, img.Bounds(), ximage.Src, nil)
}

// Outline draws a thin frame along the edges of r.
func Outline(c draw.Canvas, r vg.Rectangle, line draw.LineStyle) {
	c.StrokeLines(line, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min})
}
