package figure

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"latentlab/pkg/internal/files"
)

// A Page is a figure that a reader moves: HTML that needs nothing but a browser.
type Page struct {
	Title string  // what it is, for readers who cannot see it
	HTML  string  // all of it
	Still Picture // what is seen where no page can be, as on GitHub
}

// ShowPage puts a page into the notebook as [Show] does a picture, with its still picture beside it, and keeps it as a file
// of its own in the clone: "14-explorer" as out/explorer.html. Where LATENTLAB_FIGURES names a directory, it also saves
// page and picture there. It fails and panics as Show does.
func ShowPage(name string, p Page) error {
	checkName("ShowPage", name)
	p.Still.mustExist("ShowPage")
	var still bytes.Buffer
	if err := p.Still.PNG(&still); err != nil {
		return err
	}
	if dir := os.Getenv("LATENTLAB_FIGURES"); dir != "" {
		base := filepath.Join(dir, name)
		if err := errors.Join(p.Still.save(base, still.Bytes(), nil), p.write(base+".html")); err != nil {
			return fmt.Errorf("figure: saving %s, as LATENTLAB_FIGURES says: %w", name, err)
		}
	}
	if err := p.keep(name); err != nil {
		return fmt.Errorf("figure: keeping the page of %s: %w", name, err)
	}
	if !inNotebook() {
		return nil
	}
	out := p.Still.output(name, still.Bytes(), nil)
	out.data[mimeHTML] = p.frame()
	return send(out, "")
}

// keep writes the page below the clone's out, and says where. In a clone that belongs to somebody else, as in a
// classroom, it is only shown.
func (p Page) keep(name string) error {
	root, err := files.Root()
	if err != nil {
		return err
	}
	path := filepath.Join("out", strings.TrimLeft(name, "0123456789-")+".html")
	err = p.write(filepath.Join(root, path))
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	if err == nil {
		fmt.Printf("The page by itself: %s, %.1f MB\n", path, float64(len(p.HTML))/1e6)
	}
	return err
}

func (p Page) write(path string) error {
	return files.Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, p.HTML)
		return err
	})
}

// frame returns the page inside another one. It makes itself as high as it needs to be. Where a notebook is not trusted,
// JupyterLab leaves the sentence and takes the rest away.
func (p Page) frame() string {
	return fmt.Sprintf(`<iframe title="%s" srcdoc="%s" style="width: 100%%; max-width: 1080px; height: 900px; border: 0">%s</iframe>`,
		html.EscapeString(p.Title), html.EscapeString(p.HTML), "Run the cell, and here is a page to play with.")
}
