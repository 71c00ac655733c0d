package figure

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"

	"latentlab/pkg/internal/files"
)

const (
	mimePNG  = "image/png"
	mimeHTML = "text/html"
	mimeVega = "application/vnd.vegalite.v5+json"
)

// Show puts the figure into the notebook, with [Picture.Alt] for those who do not see it: a still one as PNG, an
// animation as GIF and an interactive one as Vega-Lite, each with a PNG for readers that show neither. The output's
// metadata has the figure's name, as {"latentlab": {"figure": name}}. Where LATENTLAB_FIGURES names a directory, Show also
// saves name.png (two pixels to a point), name.svg where the figure is a drawing and not a gallery, and name.gif there.
// Outside a notebook it only saves.
//
// It fails where the figure cannot be saved or handed to the kernel, and panics where the name is not that of a file.
func Show(name string, p Picture) error {
	checkName("Show", name)
	p.mustExist("Show")
	var still, film bytes.Buffer
	if err := p.PNG(&still); err != nil {
		return err
	}
	if _, moves := p.body.(moving); moves {
		if err := p.GIF(&film); err != nil {
			return err
		}
	}
	if dir := os.Getenv("LATENTLAB_FIGURES"); dir != "" {
		if err := p.save(filepath.Join(dir, name), still.Bytes(), film.Bytes()); err != nil {
			return fmt.Errorf("figure: saving %s, as LATENTLAB_FIGURES says: %w", name, err)
		}
	}
	if !inNotebook() {
		return nil
	}
	return send(p.output(name, still.Bytes(), film.Bytes()), "")
}

// checkName panics where a name is not that of a file.
func checkName(what, name string) {
	checkLine(what, name)
	if name == "" || strings.ContainsAny(name, "/\\\x00") || name[0] == '.' || len(name) > 200 {
		wrong(what, `name %.60q: want the name of a file without its extension, such as "08-latent-distribution"`, name)
	}
}

// save writes the figure's files, whose names begin with base.
func (p Picture) save(base string, still, film []byte) error {
	write := func(ext string, data []byte) error {
		return files.Write(base+ext, func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
	}
	if err := write(".png", still); err != nil {
		return err
	}
	if p.isDrawing() {
		if err := files.Write(base+".svg", p.SVG); err != nil {
			return err
		}
	}
	if len(film) > 0 {
		return write(".gif", film)
	}
	return nil
}

// isDrawing tells whether the figure gains from being enlarged, as a gallery does not.
func (p Picture) isDrawing() bool {
	switch b := p.body.(type) {
	case mosaic, moving:
		return false
	case beside:
		for _, q := range b {
			if q.isDrawing() {
				return true
			}
		}
		return false
	}
	return true
}

// output returns what the notebook gets: the PNG, and with it the film of what moves or the Vega-Lite of what answers the
// pointer. A figure that has no name, as a training's loss curve, has no metadata of ours.
func (p Picture) output(name string, still, film []byte) output {
	size := p.size()
	out := output{
		data: map[string]any{mimePNG: still},
		// The image has two pixels for each that it takes up on the page.
		metadata: object{mimePNG: object{"width": int(size.X), "height": int(size.Y), "alt": p.Alt()}},
	}
	if name != "" {
		out.metadata["latentlab"] = object{"figure": name}
	}
	if len(film) > 0 { // where HTML is not shown, the last step is
		out.data[mimeHTML] = fmt.Sprintf(`<img src="data:image/gif;base64,%s" width="%.0f" alt="%s">`,
			base64.StdEncoding.EncodeToString(film), size.X.Points(), html.EscapeString(p.Alt()))
	}
	if spec := p.vegaLite(); spec != nil {
		out.data[mimeVega] = spec
	}
	return out
}
