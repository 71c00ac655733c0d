package figure

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"latentlab/pkg/figure/paint"
)

// pointed is what a scatter needs to answer the pointer.
type pointed struct {
	z      [][]float32
	labels []int
	images []string // one data URL for each code
}

// Interactive draws codes z (n × 2) as [Scatter] does; in JupyterLab the pointer shows the image (n × 784) of the code
// under it, the wheel zooms, dragging moves the plane, and a click on a label in the legend dims the others. Every
// other reader of the notebook sees the scatter. About 500 points make 0.3 MB. It panics as Scatter does, and where
// labels or images are not as many as codes.
func Interactive(z [][]float32, labels []int, images [][]float32) Picture {
	const what = "Interactive"
	if labels == nil || len(labels) != len(z) || len(images) != len(z) {
		wrong(what, "%d labels and %d images for %d points", len(labels), len(images), len(z))
	}
	checkMost(what, len(z), "points", mostPointed)
	side := checkImages(what, images)
	if side > mostTooltip {
		wrong(what, "images of %d pixels a side, want at most %d for a tooltip", side, mostTooltip)
	}
	c := layered(what, nil, []Layer{points(what, z, labels)}).body.(chart)
	if len(z[0]) != 2 {
		wrong(what, "codes of one number have no plane to point at: use Scatter")
	}
	c.pointed = &pointed{z: z, labels: labels}
	encoder := png.Encoder{BufferPool: &onePNG{}}
	for _, pixels := range images {
		c.pointed.images = append(c.pointed.images, dataURL(encoder, pixels, side))
	}
	return made(what, c)
}

// tooltipScale is how many pixels of the tooltip a pixel of the digit gets: vega-tooltip shows an image in its own size.
const tooltipScale = 4

// mostTooltip is how many pixels a side an image may have of which there are hundreds in a notebook.
const mostTooltip = 100

// tooltipGreys are enough for a thumbnail, and make its file half as large.
var tooltipGreys = func() color.Palette {
	var p color.Palette
	for i := range 16 {
		p = append(p, color.Gray{uint8(17 * i)})
	}
	return p
}()

// onePNG hands the encoder's memory from one image to the next, which for hundreds of small images is most of the work.
type onePNG struct{ buffer *png.EncoderBuffer }

// Get implements png.EncoderBufferPool.
func (p *onePNG) Get() *png.EncoderBuffer { return p.buffer }

// Put implements png.EncoderBufferPool.
func (p *onePNG) Put(b *png.EncoderBuffer) { p.buffer = b }

// dataURL returns an image of side × side pixels as a small PNG that HTML can hold.
func dataURL(encoder png.Encoder, pixels []float32, side int) string {
	small := paint.Inked(pixels, side)
	large := image.NewPaletted(image.Rect(0, 0, side*tooltipScale, side*tooltipScale), tooltipGreys)
	for i := range large.Pix {
		x, y := i%large.Stride/tooltipScale, i/large.Stride/tooltipScale
		large.Pix[i] = uint8((int(small.Pix[y*side+x]) + 8) / 17)
	}
	var file bytes.Buffer
	if err := encoder.Encode(&file, large); err != nil {
		panic(err) // which a buffer has no reason for
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes())
}
