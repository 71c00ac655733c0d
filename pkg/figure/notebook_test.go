package figure

import (
	"bytes"
	"encoding/gob"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"
	"latentlab/pkg/progress"
)

// gonb stands in for GoNB's kernel: it reads what cells send, and says so where it is asked.
func gonb(t *testing.T) <-chan *protocol.DisplayData {
	t.Helper()
	dir := t.TempDir()
	there, back := filepath.Join(dir, "there"), filepath.Join(dir, "back")
	if err := errors.Join(syscall.Mkfifo(there, 0o600), syscall.Mkfifo(back, 0o600)); err != nil {
		t.Skipf("no named pipes: %v", err)
	}
	t.Setenv(protocol.GONB_PIPE_ENV, there)
	t.Setenv(protocol.GONB_PIPE_BACK_ENV, back)
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

// The pipe is opened once in a process: all that is sent is looked at in one test.
func TestNotebook(t *testing.T) {
	shown := gonb(t)
	t.Run("figures", func(t *testing.T) { testShow(t, shown) })
	t.Run("training", func(t *testing.T) { testLive(t, shown) })
}

func testShow(t *testing.T, shown <-chan *protocol.DisplayData) {
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
		if err := Show(name, kinds[name]); err != nil {
			t.Fatal(err)
		}
		data := <-shown
		if got := mimes(data); !slices.Equal(got, want) {
			t.Errorf("%s is shown as %v, want %v", name, got, want)
		}
		if named := data.Metadata["latentlab"].(object)["figure"]; named != name {
			t.Errorf("%s is named %q in the output's metadata", name, named)
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
	if err := ShowPage("14-explorer", somePage()); err != nil {
		t.Fatal(err)
	}
	data := <-shown
	if got, want := mimes(data), []string{"image/png", "text/html"}; !slices.Equal(got, want) {
		t.Errorf("a page is shown as %v, want %v", got, want)
	}
	want := `<iframe title="a &#34;page&#34;" srcdoc="&lt;p class=&#34;x&#34;&gt;1 &lt; 2"`
	if named := data.Metadata["latentlab"].(object)["figure"]; named != "14-explorer" {
		t.Errorf("the page is named %q in the output's metadata", named)
	}
	if html := data.Data[protocol.MIMETextHTML].(string); !strings.HasPrefix(html, want) {
		t.Errorf("a page is shown as %.100s…", html)
	}
}

// testLive looks at a training's bar and, in its place, at the curve that is left.
func testLive(t *testing.T, shown <-chan *protocol.DisplayData) {
	report := Live("seed 1")
	start := <-shown
	if html := start.Data[protocol.MIMETextHTML]; html != progress.Starting {
		t.Errorf("before its first report a training is shown as %v", html)
	}
	losses := []progress.Series{{Name: "mse", Values: falling(10)}}
	report(progress.Report{Step: 5, Steps: 10, Losses: losses, Note: "It goes on."})
	bar := <-shown
	if html := bar.Data[protocol.MIMETextHTML].(string); !strings.HasPrefix(html, "It goes on.<br><progress") || !strings.Contains(html, "<img") {
		t.Errorf("the bar is shown as %.80s…", html)
	}
	report(progress.Report{Step: 10, Steps: 10, Losses: losses})
	left := <-shown
	if _, png := left.Data[protocol.MIMEImagePNG]; !png || left.DisplayID == "" || left.DisplayID != bar.DisplayID || start.DisplayID != bar.DisplayID {
		t.Errorf("the place %q has the bar, and %q what is left of it, with %d kinds of data", bar.DisplayID, left.DisplayID, len(left.Data))
	}
	if _, named := left.Metadata["latentlab"]; named {
		t.Error("a curve without a name has one in its metadata")
	}
}
