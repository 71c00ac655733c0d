package figure

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"latentlab/pkg/internal/files"
)

func init() {
	// What a Vega-Lite specification is made of, for the pipe to the kernel.
	gob.Register(object{})
	gob.Register(list{})
}

// Show puts the figure into the notebook, with [Picture.Alt] for those who do not see it: a still one as PNG, an
// animation as GIF and an interactive one as Vega-Lite, each with a PNG for readers that show neither. Where
// LATENTLAB_FIGURES names a directory, it also saves name.png (two pixels to a point), name.svg where the figure is a
// drawing and not a gallery, and name.gif there. Outside a notebook it only saves.
//
// A figure that cannot be drawn, shown or saved ends the program with the error on standard error and status 1, so that
// the cell fails instead of showing nothing.
func Show(name string, p Picture) {
	if err := show(name, p); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func show(name string, p Picture) error {
	if err := checkName(name); err != nil {
		return err
	}
	if err := p.Err(); err != nil {
		return fmt.Errorf("%w (in figure %q)", err, name)
	}
	var still, film bytes.Buffer
	if err := p.PNG(&still); err != nil {
		return err
	}
	_, moves := p.body.(moving)
	if moves {
		if err := p.GIF(&film); err != nil {
			return err
		}
	}
	if dir := os.Getenv("LATENTLAB_FIGURES"); dir != "" {
		if err := p.save(filepath.Join(dir, name), still.Bytes(), film.Bytes()); err != nil {
			return fmt.Errorf("figure: %w", err)
		}
	}
	if !gonbui.IsNotebook {
		return nil
	}
	return send(name, p.display(still.Bytes(), film.Bytes()))
}

func checkName(name string) error {
	if name == "" || strings.ContainsAny(name, `/\`) || name[0] == '.' {
		return fmt.Errorf(`figure: name %q: want the name of a file without its extension, such as "08-latent-distribution"`, name)
	}
	return nil
}

// send hands data to the notebook.
func send(name string, data *protocol.DisplayData) error {
	gonbui.SendData(data)
	// The kernel drops what it has not read when the cell's program ends.
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("figure: showing %s: %w", name, err)
	}
	return nil
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

// display returns what the notebook gets.
func (p Picture) display(still, film []byte) *protocol.DisplayData {
	size := p.size()
	data := map[protocol.MIMEType]any{protocol.MIMEImagePNG: still}
	if len(film) > 0 { // where HTML is not shown, the last step is
		data[protocol.MIMETextHTML] = fmt.Sprintf(`<img src="data:image/gif;base64,%s" width="%.0f" alt="%s">`,
			base64.StdEncoding.EncodeToString(film), size.X.Points(), html.EscapeString(p.Alt()))
	}
	if spec := p.vegaLite(); spec != nil {
		data["application/vnd.vegalite.v5+json"] = spec
	}
	// The image has two pixels for each that it takes up on the page.
	return &protocol.DisplayData{Data: data, Metadata: map[string]any{
		string(protocol.MIMEImagePNG): object{"width": int(size.X), "height": int(size.Y), "alt": p.Alt()},
	}}
}

func inNotebook() bool { return gonbui.IsNotebook }

// A spot is one output of a cell whose content changes.
type spot struct{ id string }

func newSpot() spot { return spot{gonbui.UniqueId()} }

func (s spot) html(html string) { gonbui.UpdateHTML(s.id, html) }

// picture puts a still figure there, as Show would.
func (s spot) picture(p Picture) {
	var still bytes.Buffer
	if p.PNG(&still) != nil {
		return
	}
	data := p.display(still.Bytes(), nil)
	data.DisplayID = s.id
	gonbui.SendData(data)
	gonbui.Sync()
}
