package fetch

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestMeter(t *testing.T) {
	var out strings.Builder
	m := newMeter(Config{Out: &out, Terminal: true}, "train-images-idx3-ubyte.gz", 9_912_422)
	m.start = m.start.Add(-2 * time.Second)
	m.have = 4_000_000
	m.Write(make([]byte, 1_000_000))
	m.Write(make([]byte, 1_000)) // within the same tenth of a second
	line, found := strings.CutPrefix(out.String(), clearLine)
	if want := "train-images-idx3-ubyte.gz: 5.0 of 9.9 MB, 50 %, 0.5 MB/s"; !found || line != want {
		t.Errorf("the line is %q, want %q once", out.String(), want)
	}
	if n := utf8.RuneCountInString(line); n >= 80 {
		t.Errorf("the line has %d columns, want less than 80", n)
	}
	out.Reset()
	m.done("example.org")
	if got, want := out.String(), clearLine+"train-images-idx3-ubyte.gz: 9.9 MB from example.org in 2."; !strings.HasPrefix(got, want) {
		t.Errorf("in the end it is %q, want %q", got, want)
	}
}
