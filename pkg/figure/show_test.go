package figure

import (
	"bytes"
	"encoding/gob"
	"errors"
	"image/gif"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// kernel stands in for GoNB's kernel: it reads what cells send and acknowledges Sync.
func kernel(t *testing.T) <-chan *protocol.DisplayData {
	t.Helper()
	dir := t.TempDir()
	there, back := filepath.Join(dir, "there"), filepath.Join(dir, "back")
	if err := errors.Join(syscall.Mkfifo(there, 0o600), syscall.Mkfifo(back, 0o600)); err != nil {
		t.Skipf("no named pipes: %v", err)
	}
	t.Setenv(protocol.GONB_PIPE_ENV, there)
	t.Setenv(protocol.GONB_PIPE_BACK_ENV, back)
	gonbui.IsNotebook = true
	t.Cleanup(func() { gonbui.IsNotebook = false })
	shown := make(chan *protocol.DisplayData, 10)
	go func() {
		r, err := os.Open(there)
		if err != nil {
			return
		}
		w, err := os.OpenFile(back, os.O_WRONLY, 0)
		if err != nil {
			return
		}
		decoder, encoder := gob.NewDecoder(r), gob.NewEncoder(w)
		for {
			var data protocol.DisplayData
			if decoder.Decode(&data) != nil {
				return
			}
			if sync, ok := data.Data[protocol.MIMECommValue].(protocol.CommValue); ok {
				if encoder.Encode(&protocol.CommValue{Address: protocol.GonbuiSyncAckAddress, Value: sync.Value}) != nil {
					return
				}
				continue
			}
			shown <- &data
		}
	}()
	return shown
}

func TestShowInNotebook(t *testing.T) {
	shown := kernel(t)
	kinds := pictures()
	mimes := func(d *protocol.DisplayData) (types []string) {
		for m := range d.Data {
			types = append(types, string(m))
		}
		slices.Sort(types)
		return types
	}
	for name, want := range map[string][]string{
		"scatter":     {"image/png"},
		"interactive": {"application/vnd.vegalite.v5+json", "image/png"},
		"walk":        {"image/png", "text/html"},
	} {
		if err := show(name, kinds[name]); err != nil {
			t.Fatal(err)
		}
		data := <-shown
		if got := mimes(data); !slices.Equal(got, want) {
			t.Errorf("%s is shown as %v, want %v", name, got, want)
		}
		if alt := data.Metadata["image/png"].(object)["alt"]; alt != kinds[name].Alt() {
			t.Errorf("%s says %q to those who do not see it", name, alt)
		}
		switch name {
		case "scatter":
			size, err := png.DecodeConfig(bytes.NewReader(data.Data[protocol.MIMEImagePNG].([]byte)))
			if err != nil {
				t.Fatal(err)
			}
			if wide := data.Metadata["image/png"].(object)["width"].(int); size.Width != 2*wide {
				t.Errorf("the image is %d pixels wide and shown as %d, want half of them", size.Width, wide)
			}
		case "interactive":
			spec := data.Data["application/vnd.vegalite.v5+json"].(object)
			if n := len(spec["data"].(object)["values"].(list)); n != 25 {
				t.Errorf("%d points came through the pipe, want 25", n)
			}
		case "walk":
			if html := data.Data[protocol.MIMETextHTML].(string); !strings.HasPrefix(html, `<img src="data:image/gif;base64,R0lGOD`) || !strings.Contains(html, `alt="A walk. Animation.`) {
				t.Errorf("the walk is shown as %.60s…", html)
			}
		}
	}
	t.Setenv("LATENTLAB_ROOT", t.TempDir())
	if err := showPage("14-explorer", somePage()); err != nil {
		t.Fatal(err)
	}
	data := <-shown
	if got, want := mimes(data), []string{"image/png", "text/html"}; !slices.Equal(got, want) {
		t.Errorf("a page is shown as %v, want %v", got, want)
	}
	want := `<iframe title="a &#34;page&#34;" srcdoc="&lt;p class=&#34;x&#34;&gt;1 &lt; 2"`
	if html := data.Data[protocol.MIMETextHTML].(string); !strings.HasPrefix(html, want) {
		t.Errorf("a page is shown as %.100s…", html)
	}
}

func TestShowSaves(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "figures")
	t.Setenv("LATENTLAB_FIGURES", dir)
	kinds := pictures()
	for _, name := range []string{"scatter", "gallery", "walk", "beside"} {
		if err := show(name, kinds[name]); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := []string{"beside.png", "beside.svg", "gallery.png", "scatter.png", "scatter.svg", "walk.gif", "walk.png"}
	if !slices.Equal(got, want) {
		t.Errorf("saved %v, want %v", got, want)
	}
	film, err := os.Open(filepath.Join(dir, "walk.gif"))
	if err != nil {
		t.Fatal(err)
	}
	defer film.Close()
	if _, err := gif.DecodeAll(film); err != nil {
		t.Error(err)
	}
}

func TestShowErrors(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LATENTLAB_FIGURES", blocked)
	picture := Gallery(rings(1), 1)
	for name, test := range map[string]struct {
		name    string
		picture Picture
		want    string
	}{
		"no directory": {"x", picture, "not a directory"},
		"no name":      {"", picture, `figure: name "": want the name of a file`},
		"path":         {"../x", picture, `figure: name "../x"`},
		"failed":       {"08-codes", Scatter(nil, nil), `figure: scatter: no codes: want at least one (in figure "08-codes")`},
	} {
		if err := show(test.name, test.picture); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, test.want)
		}
	}
}

// A cell whose figure fails must fail.
func TestShowEndsTheProgram(t *testing.T) {
	if os.Getenv("FIGURE_TEST_CELL") != "" {
		Show("08-codes", Scatter(nil, nil))
		return
	}
	cell := exec.Command(os.Args[0], "-test.run=^TestShowEndsTheProgram$")
	cell.Env = append(os.Environ(), "FIGURE_TEST_CELL=1")
	var stderr strings.Builder
	cell.Stderr = &stderr
	var exit *exec.ExitError
	if err := cell.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("the cell ended with %v, want status 1", err)
	}
	if want := "figure: scatter: no codes: want at least one (in figure \"08-codes\")\n"; stderr.String() != want {
		t.Errorf("the cell wrote %q, want %q", stderr.String(), want)
	}
}
